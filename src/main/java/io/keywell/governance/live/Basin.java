package io.keywell.governance.live;

import io.keywell.core.Dimension;
import java.util.ArrayDeque;

/** One dimension of an account while a forecast runs. */
final class Basin {

    private record Taken(long atMillis, double amount) {}

    final Dimension dimension;
    private final Tank.Gauge gauge;
    private final double length;
    private final long startMillis;
    private final double usedBefore;
    private final ArrayDeque<Taken> taken = new ArrayDeque<>();
    private long resetMillis;
    private double left;

    Basin(Tank.Gauge gauge, long startMillis) {
        this.gauge = gauge;
        this.dimension = gauge.dimension();
        this.length = Calendar.lengthMillis(dimension);
        this.startMillis = startMillis;
        this.usedBefore = Math.max(0, gauge.limit() - gauge.left());
        this.left = gauge.left();
        this.resetMillis = Calendar.nextReset(dimension, gauge.window(), startMillis);
    }

    double left() {
        return Math.max(0, left);
    }

    /** Gives back what comes back in the step from one time to the next, so that the step can use it. */
    void advance(long fromMillis, long toMillis) {
        if (resetMillis != Calendar.NEVER) {
            if (resetMillis <= toMillis) {
                left = gauge.limit();
                resetMillis = Calendar.nextReset(dimension, gauge.window(), toMillis);
            }
            return;
        }
        double end = startMillis + length;
        left += usedBefore * (Math.min(toMillis, end) - Math.min(fromMillis, end)) / length;
        while (!taken.isEmpty() && taken.getFirst().atMillis() + length <= fromMillis) {
            left += taken.removeFirst().amount();
        }
        left = Math.min(left, gauge.limit());
    }

    /** Whether a step covers whole windows. */
    boolean isWithin(long stepMillis) {
        return length <= stepMillis;
    }

    /** What the windows of a step give, whatever was taken before. */
    void refill(long stepMillis) {
        left = gauge.limit() * (stepMillis / length);
        taken.clear();
    }

    /** Whether it is never empty at this rate. */
    boolean holds(double perSecond) {
        boolean wholeWindow = perSecond * length / 1_000 <= gauge.limit();
        boolean untilReset = resetMillis == Calendar.NEVER || perSecond * (resetMillis - startMillis) / 1_000 <= left;
        return wholeWindow && untilReset && left >= 1;
    }

    void take(double amount, long atMillis) {
        left -= amount;
        if (resetMillis == Calendar.NEVER) {
            taken.add(new Taken(atMillis, amount));
        }
    }
}
