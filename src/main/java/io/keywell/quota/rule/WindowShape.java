package io.keywell.quota.rule;

import io.keywell.catalog.Window;
import io.keywell.core.Dimension;

/**
 * When what was granted in a slot is free again: when the slot, {@code lookBack} further ones and the guard are over.
 *
 * <p>A sliding window of n slots looks back n: any interval of its length touches at most n + 1 slots, so it never
 * holds more than the limit. A calendar window is one slot and looks back none; it has no guard, as a later start would
 * not help against what is still travelling when the old window ends.
 */
record WindowShape(Slots slots, int lookBack, long guardMillis) {

    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    static WindowShape of(Dimension dimension, Window window, Precision precision) {
        long length = dimension.perDay() ? DAY : MINUTE;
        if (window instanceof Window.Fixed) {
            return new WindowShape(new Slots.Even(length), 0, 0);
        }
        if (dimension.perDay() && window instanceof Window.Midnight midnight) {
            return new WindowShape(new Slots.Days(midnight.zone()), 0, 0);
        }
        return new WindowShape(new Slots.Even(length / precision.slots()), precision.slots(), precision.guardMillis());
    }

    boolean slides() {
        return lookBack > 0;
    }

    /** The newest slot whose grants are free again at that time. */
    long goneAt(long millis) {
        return slots.at(millis - guardMillis) - lookBack - 1;
    }

    /** The first epoch millisecond at which the slot's grants are free again. */
    long freeAt(long slot) {
        return slots.start(slot + lookBack + 1) + guardMillis;
    }

    /** The longest time that a grant of a sliding window stays counted, in milliseconds. */
    long periodMillis() {
        return freeAt(0) - slots.start(0);
    }

    /** The most slots that are counted at once; one is spare, for a clock that stepped back inside a slot. */
    int capacity() {
        long guardSlots = guardMillis == 0 ? 0 : slots.within(guardMillis - 1) + 1;
        return (int) (lookBack + 2 + guardSlots);
    }
}
