package io.keywell.quota.rule;

/**
 * How exactly a sliding window is cut.
 *
 * <p>The guard is for limits that somebody else counts. A provider sees our requests a little later than we grant them,
 * and some travel longer than others: two requests granted a whole window apart may reach it closer together than that.
 * What we grant therefore stays counted for the guard's time longer than the window asks. It must exceed the spread of
 * travel times, and costs use: of a window W in slots of g, W / (W + g + guard) can be used under saturation
 * (99.2 % for a minute in 240 slots with a guard of one slot).
 *
 * @param slots slots in a window, a divisor of 60,000; more of them waste less of the limit and cost eight bytes each
 * @param guardMillis how much longer than its window a grant stays counted
 */
public record Precision(int slots, long guardMillis) {

    public Precision {
        if (slots < 1 || 60_000 % slots != 0) {
            throw new IllegalArgumentException("slots: " + slots + "; expected a divisor of 60000");
        }
        if (guardMillis < 0) {
            throw new IllegalArgumentException("guard: " + guardMillis + " ms; expected 0 or more");
        }
    }
}
