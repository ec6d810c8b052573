package io.keywell.waiting;

/**
 * When a request will be served, told from who goes before it and from what its visitor forecasts.
 *
 * <p>Others of its line count as fair turns will let them pass: with what they have outstanding and what they are likely
 * to bring until then, but with no more than the turns that they get meanwhile. So a flood moves nobody's time but its
 * own, and a time that is told under lasting overload does not slip when the others' next requests come.
 */
final class Estimate {

    /** No time can be named: nothing in sight ever takes it. */
    static final long NEVER = 0;

    /** As far as a forecast is asked for: past the reset of every monthly quota. */
    private static final long HORIZON_SECONDS = 32L * 24 * 3600;

    /** Consumers that are looked at one by one; more are taken to be like these. */
    private static final int LOOK_AT = 128;

    /**
     * Whoever is present takes what is free, so of what is promised a little goes to others while its holder is still on
     * the way. Their part must be there too by the time that a returning caller's patience is half over; else the last
     * promises before a gap in the supply would be broken. Measured in ExhaustionTest.
     */
    private static final double SLIPPING_PART = 0.04;

    private static final long MAX_SLIP_MILLIS = 10_000;

    /** Whoever returns stands at the door a moment before its turn; a moment after, others would have taken it. */
    private static final long EARLY_SECONDS = 1;

    private Estimate() {}

    /** Whether the n-th of its flow is served by then. */
    static <T> boolean servedBy(long untilMillis, Visitor<T> visitor, Flow<T> flow, double nth, long now) {
        return fits(visitor, position(flow, nth, (untilMillis - now) / 1_000.0), untilMillis);
    }

    /**
     * When the n-th of its flow should come back: just before it will be served.
     *
     * @param patienceMillis for how long it will wait then
     * @return a whole number of seconds from now, as epoch milliseconds, or {@link #NEVER}
     */
    static <T> long retryAt(Visitor<T> visitor, Flow<T> flow, double nth, long patienceMillis, long now) {
        long slip = Math.min(MAX_SLIP_MILLIS, patienceMillis / 2);
        long below = 0;
        long above = 1;
        while (!holds(above, visitor, flow, nth, slip, now)) {
            if (above == HORIZON_SECONDS) {
                return visitor.grantable(now + above * 1_000, 1) == 0 ? NEVER : now + above * 1_000;
            }
            below = above;
            above = Math.min(above * 2, HORIZON_SECONDS);
        }
        while (above - below > 1) {
            long middle = (below + above) / 2;
            if (holds(middle, visitor, flow, nth, slip, now)) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return now + Math.max(1, above - EARLY_SECONDS) * 1_000;
    }

    private static <T> boolean holds(
            long seconds, Visitor<T> visitor, Flow<T> flow, double nth, long slipMillis, long now) {
        long position = position(flow, nth, seconds);
        long at = now + seconds * 1_000;
        return fits(visitor, position, at)
                && fits(visitor, position + (long) (position * SLIPPING_PART), at + slipMillis);
    }

    private static boolean fits(Visitor<?> visitor, long position, long untilMillis) {
        return visitor.grantable(untilMillis, position) >= position;
    }

    /** How many are served, in all replicas, up to and with the n-th of its flow, if that takes so many seconds. */
    private static <T> long position(Flow<T> own, double nth, double seconds) {
        double turnsPerWeight = nth / own.share.strength();
        double others = 0;
        int looked = 0;
        for (Flow<T> flow : own.line.flows.values()) {
            if (flow != own) {
                double wanted = flow.outstanding() + flow.arrivalsPerSecond() * seconds;
                others += Math.min(wanted, turnsPerWeight * flow.share.strength());
                if (++looked == LOOK_AT) {
                    others *= (own.line.flows.size() - 1) / (double) LOOK_AT;
                    break;
                }
            }
        }
        return (long) Math.ceil((nth + others) / own.line.part().expected(own.share.strength()));
    }
}
