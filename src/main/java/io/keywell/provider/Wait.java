package io.keywell.provider;

import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import org.jspecify.annotations.Nullable;

/**
 * How long a failure lasts, as a rule says it: which hints of the answer count, and what holds without one.
 *
 * @param hints which hints are believed
 * @param atLeastMillis a shorter hint is lengthened to this
 * @param otherwiseMillis without a hint; 0 = {@code calendar}, and without that unknown
 * @param calendar without a hint: the next such instant
 * @param longAfterMillis a throttle with a longer hint is a {@link FailureClass#RATE_LONG}
 */
record Wait(
        Hints hints, long atLeastMillis, long otherwiseMillis, @Nullable CalendarReset calendar, long longAfterMillis) {

    enum Hints {
        /** None: what the vendor says here is known to be wrong or has no time. */
        NONE,
        /** Only a date in the body: delays for retries say nothing about money. */
        DATES,
        ALL
    }

    private static final long SHORTEST_MILLIS = 250;
    private static final long MINUTE = 60_000;

    /** Nobody stands in line longer than this for a throttle. */
    private static final long LONG_MILLIS = 10 * MINUTE;

    static final Wait HINTED = new Wait(Hints.ALL, SHORTEST_MILLIS, 0, null, LONG_MILLIS);
    private static final Wait DATED = new Wait(Hints.DATES, 0, 0, null, LONG_MILLIS);
    private static final Wait UNSAID = new Wait(Hints.NONE, 0, 0, null, LONG_MILLIS);

    /** What holds for a class when its rule does not say. */
    static Wait usual(FailureClass type) {
        return switch (type) {
            case RATE_SHORT, RATE_LONG, OVERLOAD -> HINTED;
            case CREDIT -> DATED;
            default -> UNSAID;
        };
    }

    /** Exactly this long, whatever the answer says. */
    static Wait seconds(long seconds) {
        return new Wait(Hints.NONE, 0, seconds * 1000, null, LONG_MILLIS);
    }

    /** Until the next such instant, whatever the answer says. */
    static Wait until(CalendarReset calendar) {
        return new Wait(Hints.NONE, 0, 0, calendar, LONG_MILLIS);
    }

    /** Until the date in the body, else the next such instant. */
    static Wait datedOr(CalendarReset calendar) {
        return new Wait(Hints.DATES, 0, 0, calendar, LONG_MILLIS);
    }

    static Wait hintedAtLeast(long seconds) {
        return new Wait(Hints.ALL, seconds * 1000, seconds * 1000, null, LONG_MILLIS);
    }

    static Wait hintedOr(long seconds) {
        return new Wait(Hints.ALL, SHORTEST_MILLIS, seconds * 1000, null, LONG_MILLIS);
    }

    static Wait hintedOr(CalendarReset calendar) {
        return new Wait(Hints.ALL, SHORTEST_MILLIS, 0, calendar, LONG_MILLIS);
    }

    Wait longAfterMinutes(long minutes) {
        return new Wait(hints, atLeastMillis, otherwiseMillis, calendar, minutes * MINUTE);
    }

    /**
     * @param type the rule's class, or the long one of its kind
     * @param untilMillis epoch milliseconds; 0 = unknown
     */
    record Span(FailureClass type, long untilMillis, Source source) {}

    Span span(FailureClass type, AnswerHints answer, long nowMillis) {
        long header = hints == Hints.ALL ? answer.headerMillis() : TimeHints.NONE;
        long body =
                switch (hints) {
                    case NONE -> TimeHints.NONE;
                    case DATES -> answer.bodyDateMillis();
                    case ALL -> answer.bodyMillis();
                };
        long said = Math.max(header, body);
        if (said == TimeHints.NONE) {
            return unsaid(type, nowMillis);
        }
        FailureClass spanType =
                type == FailureClass.RATE_SHORT && said > longAfterMillis ? FailureClass.RATE_LONG : type;
        if (said < atLeastMillis) {
            return new Span(spanType, nowMillis + atLeastMillis, Source.GUESSED);
        }
        return new Span(spanType, nowMillis + said, header >= body ? Source.HEADER : Source.BODY);
    }

    /** A window that the body named ends by the calendar; a purse may be filled earlier. */
    private Span unsaid(FailureClass type, long nowMillis) {
        if (calendar != null) {
            return new Span(
                    type, calendar.after(nowMillis), type == FailureClass.CREDIT ? Source.GUESSED : Source.BODY);
        }
        return new Span(type, otherwiseMillis == 0 ? 0 : nowMillis + otherwiseMillis, Source.GUESSED);
    }
}
