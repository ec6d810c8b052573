package io.keywell.waiting;

import io.keywell.waiting.Weighing.Pull;
import java.util.ArrayList;
import java.util.List;

/** One consumer's standing in the fair order, over all lines. Guarded by the room's lock. */
final class Share<T> {

    /** One claimed or lapsed promise moves the rate by this much. */
    private static final double CLAIM_STEP = 1 / 16.0;

    private static final double CLAIM_FLOOR = 0.05;

    final String consumer;

    /** Its name in notes. */
    final long id;

    /** Makes the order total. */
    final long number;

    /** Its flows that have someone waiting. */
    final List<Flow<T>> backlogged = new ArrayList<>(1);

    int weight = 1;
    int waiting;

    /** How much of its weight it has in this replica; the rest is where else it waits. */
    Pull pull = Pull.WHOLE;

    /** In how many lines it is known. */
    int flows;

    /** Virtual time at which its next request starts: {@link FairOrder}. */
    long start;

    /** When it was last served, in servings of the room; settles ties in turns. */
    long turn;

    /** The part of its promises that is claimed, smoothed. */
    private double claimRate = 1;

    Share(String consumer, long number) {
        this.consumer = consumer;
        this.id = NeighbourNote.id(consumer);
        this.number = number;
    }

    /** Its weight in this replica. */
    double strength() {
        return weight * pull.part();
    }

    /** The same with what it has to make up for, or others have. */
    double momentaryStrength() {
        return strength() * pull.correction();
    }

    double claimRate() {
        return claimRate;
    }

    void claimed() {
        claimRate += CLAIM_STEP * (1 - claimRate);
    }

    void lapsed(int promises) {
        for (int i = 0; i < promises && claimRate > CLAIM_FLOOR; i++) {
            claimRate = Math.max(CLAIM_FLOOR, claimRate * (1 - CLAIM_STEP));
        }
    }
}
