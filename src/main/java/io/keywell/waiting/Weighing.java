package io.keywell.waiting;

import java.util.Map;

/**
 * What the notes of all replicas come to.
 *
 * @param lines those that somebody wants something of, here or elsewhere
 * @param pulls by consumers' numbers
 */
record Weighing(Map<String, LinePart> lines, Map<Long, Pull> pulls) {

    /** No other replica wants anything. */
    static final Weighing ALONE = new Weighing(Map.of(), Map.of());

    Pull pull(long consumer) {
        return pulls.getOrDefault(consumer, Pull.WHOLE);
    }

    /**
     * How much of its weight a consumer has in this replica.
     *
     * @param part more than 0, at most 1: the rest belongs to other replicas
     * @param correction for the moment: more than 1 for who had less than the others of late
     */
    record Pull(double part, double correction) {

        /** Of a consumer that nobody knows. */
        static final Pull WHOLE = new Pull(1, 1);
    }

    /**
     * @param claim on the capacity of the next moments, by those who can use it then
     * @param later the same by those as well who were told to come back later
     * @param contended whether another replica wants something of the line
     * @param turn requests that a weight of 1 is due within the horizon
     */
    record LinePart(Claim claim, Claim later, boolean contended, double turn) {

        static final LinePart ALL = new LinePart(Claim.NONE, Claim.NONE, false, 0);

        /** The part of the line's capacity that this replica may expect once a request of that much weight waits here. */
        double expected(double weight) {
            if (!contended) {
                return 1;
            }
            double own = later.mine() > 0 ? 0 : weight * turn;
            return Math.min(1, (later.mine() + own) / (later.all() + own));
        }
    }
}
