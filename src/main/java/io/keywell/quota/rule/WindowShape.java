package io.keywell.quota.rule;

import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * When what was granted in a slot is free again: when the slot, {@code lookBack} further ones and the guard are over.
 *
 * <p>A sliding window of n slots looks back n: any interval of its length touches at most n + 1 slots, so it never
 * holds more than the limit. A calendar window is one slot and looks back none; it has no guard, as a later start would
 * not help against what is still travelling when the old window ends.
 */
public record WindowShape(Slots slots, int lookBack, long guardMillis) {

    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;
    private static final int MOST_SLOTS = 60_000;
    private static final int LONGEST_ZONE = 64;

    /** Stand where the length of even slots stands, which is neither. */
    private static final int DAYS = 0;

    private static final int WEEKS = (int) DAY + 1;
    private static final int MONTHS = (int) DAY + 2;

    public static WindowShape of(Dimension dimension, Window window, Precision precision) {
        long length = dimension.isLong() ? DAY : MINUTE;
        if (window instanceof Window.Fixed) {
            return new WindowShape(new Slots.Even(length), 0, 0);
        }
        if (window instanceof Window.Calendar calendar) {
            return new WindowShape(new Slots.Calendar(calendar.period(), calendar.zone()), 0, 0);
        }
        if (dimension.isLong() && window instanceof Window.Midnight midnight) {
            return new WindowShape(new Slots.Calendar(Window.Period.DAY, midnight.zone()), 0, 0);
        }
        return new WindowShape(new Slots.Even(length / precision.slots()), precision.slots(), precision.guardMillis());
    }

    public boolean slides() {
        return lookBack > 0;
    }

    /** The newest slot whose grants are free again at that time. */
    public long goneAt(long millis) {
        return slots.at(millis - guardMillis) - lookBack - 1;
    }

    /** The first epoch millisecond at which the slot's grants are free again. */
    public long freeAt(long slot) {
        return slots.start(slot + lookBack + 1) + guardMillis;
    }

    /** The longest time that a grant of a sliding window stays counted, in milliseconds. */
    public long periodMillis() {
        return freeAt(0) - slots.start(0);
    }

    /** The most slots that are counted at once; one is spare, for a clock that stepped back inside a slot. */
    int capacity() {
        long guardSlots = guardMillis == 0 ? 0 : slots.within(guardMillis - 1) + 1;
        return (int) (lookBack + 2 + guardSlots);
    }

    void write(Packed.Writer out) {
        if (slots instanceof Slots.Even even) {
            out.number(even.length());
        } else {
            Slots.Calendar calendar = (Slots.Calendar) slots;
            out.number(code(calendar.period()));
            out.text(calendar.zone().getId());
        }
        out.number(lookBack);
        out.number(guardMillis);
    }

    static WindowShape read(Packed.Reader in) {
        int length = in.small(MONTHS);
        try {
            Slots slots = length > 0 && length <= DAY
                    ? new Slots.Even(length)
                    : new Slots.Calendar(period(length), ZoneId.of(in.text(LONGEST_ZONE)));
            return new WindowShape(slots, in.small(MOST_SLOTS), in.small((int) MINUTE));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a zone that nobody knows", e);
        }
    }

    private static int code(Window.Period period) {
        return switch (period) {
            case DAY -> DAYS;
            case WEEK -> WEEKS;
            case MONTH -> MONTHS;
        };
    }

    private static Window.Period period(int code) {
        return code == DAYS ? Window.Period.DAY : code == WEEKS ? Window.Period.WEEK : Window.Period.MONTH;
    }
}
