package io.keywell.catalog;

import java.time.ZoneId;

/** How a limit forgets. */
public sealed interface Window {

    Window SLIDING = new Sliding();
    Window FIXED = new Fixed();

    /** Any interval of the window's length holds at most the limit. */
    record Sliding() implements Window {}

    /** Starts again at each full minute, or at midnight UTC for a limit per day. */
    record Fixed() implements Window {}

    /** Limits per day start again at midnight in the zone; limits per minute slide. */
    record Midnight(ZoneId zone) implements Window {}

    /** Starts again with each day, week (on Monday) or month of the zone's calendar. */
    record Calendar(Period period, ZoneId zone) implements Window {}

    enum Period {
        DAY,
        WEEK,
        MONTH
    }
}
