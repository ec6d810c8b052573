package io.keywell.boot;

/** How fast something falls, smoothed over the last half minute or so of readings. */
final class Trend {

    private static final double SMOOTHING = 0.2;

    private long lastNanos;
    private double last;
    private double perSecond;
    private boolean known;

    /**
     * Adds a reading.
     *
     * @return seconds until it is zero at the present rate; infinite when it does not fall
     */
    double secondsToZero(double value, long nowNanos) {
        if (known && nowNanos > lastNanos) {
            double slope = (value - last) / ((nowNanos - lastNanos) / 1e9);
            perSecond += SMOOTHING * (slope - perSecond);
        }
        known = true;
        last = value;
        lastNanos = nowNanos;
        if (value <= 0) {
            return 0;
        }
        return perSecond < 0 ? value / -perSecond : Double.POSITIVE_INFINITY;
    }
}
