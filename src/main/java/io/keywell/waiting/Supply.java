package io.keywell.waiting;

/** How much a line's capacity gives to all replicas together, and which part of it is usually due to this one. */
final class Supply {

    /** A burst is remembered so long: the next one will be shared as if it were as large. */
    private static final double BURST_SECONDS = 60;

    /** What is usual is a mean over so long: more than the period of most limits. */
    private static final double USUAL_SECONDS = 120;

    /** Callers move between replicas with every burst; what is told far ahead follows them no faster than this. */
    private static final double PART_SECONDS = 60;

    private double flowing;
    private double most;
    private double served;
    private double servedLately;
    private double knownSeconds;
    private double passedSeconds;
    private double part;
    private double partSeconds;
    private int replicas;
    private long wantedNanos;

    void served(long requests) {
        served += requests;
    }

    void pass(double seconds, long nowNanos) {
        passedSeconds = seconds;
        wantedNanos = nowNanos;
        flowing += served;
        most = Math.max(flowing, most * Math.exp(-seconds / BURST_SECONDS));
        flowing *= Math.exp(-seconds / Picture.HORIZON_SECONDS);
        double kept = Math.exp(-seconds / USUAL_SECONDS);
        servedLately = servedLately * kept + served;
        knownSeconds = knownSeconds * kept + seconds;
        served = 0;
    }

    /** Whether nobody has wanted anything for so long that nothing need be known of it. */
    boolean isForgotten(long nowNanos) {
        return nowNanos - wantedNanos > USUAL_SECONDS * 1e9;
    }

    /** Requests that may be served within the horizon. */
    double expected() {
        return most;
    }

    /** Requests that are served within a horizon on average, be it in bursts or not. */
    double usual() {
        return servedLately * Picture.HORIZON_SECONDS / Math.max(Picture.HORIZON_SECONDS, knownSeconds);
    }

    /**
     * A claim that does not follow every burst.
     *
     * @param among how many replicas there are: with another one the past means nothing
     */
    Claim steady(Claim claim, int among) {
        double now = claim.mine() / claim.all();
        if (among != replicas) {
            replicas = among;
            part = now;
            partSeconds = 0;
        } else if (passedSeconds > 0) {
            // A mean of all that is known until then: what the first moment looked like means little.
            partSeconds = Math.min(PART_SECONDS, partSeconds + passedSeconds);
            part += (now - part) * Math.min(1, passedSeconds / partSeconds);
        }
        return new Claim(part * claim.all(), claim.all());
    }
}
