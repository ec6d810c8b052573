package io.keywell.simulator;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In what a server that speaks OpenAI's dialect differs from OpenAI.
 *
 * @param basePath what stands before {@code /chat/completions}
 * @param keyHeader where a key is shown
 * @param keyless whether it answers without a key too
 * @param frame the body of an error, with blanks for what {@link ErrorAnswer} has; see {@link Blanks}
 * @param gauges what it tells of its limits
 * @param refusal what its limiter says, with blanks; a request that is larger than a limit gets
 *     {@link Fault#REQUEST_TOO_LARGE}
 * @param habits what its streams look like
 * @param errors the faults that it has words of its own for
 */
record CompatibleRow(
        String basePath,
        String keyHeader,
        boolean keyless,
        String frame,
        List<RateGauge> gauges,
        ErrorAnswer refusal,
        Set<Habit> habits,
        Map<Fault, ErrorAnswer> errors) {

    /** How streams differ, and what else there is. */
    enum Habit {
        /** Takes calls of the responses API too. */
        RESPONSES,
        /** Tells at {@code /user/balance} what money is left. */
        BALANCE,
        /** Usage stands in the chunk that finishes, asked for or not. */
        USAGE_AT_THE_FINISH,
        /** Usage comes in a last chunk, asked for or not. */
        USAGE_ALWAYS,
        /** A tool call comes in one piece. */
        WHOLE_TOOL_CALLS,
        /** The first chunk has no choice: what the filter found in the prompt. */
        FILTER_FIRST,
        /** Comments while it waits, before the first chunk. */
        COMMENTS,
        /** Thoughts are counted beside the answer's tokens, not among them. */
        REASONING_APART
    }

    private static final String OPENAI_FRAME =
            "{\"error\":{\"message\":{message},\"type\":{type},\"param\":{param},\"code\":{code}}}";

    private static final ErrorAnswer OPENAI_REFUSAL = ErrorAnswer.of(
                    429,
                    "{limited-type}",
                    "rate_limit_exceeded",
                    "Rate limit reached for {model} in organization {org} on {dimension}: Limit {limit}, Used {used},"
                            + " Requested {requested}. Please try again in {again}."
                            + " Visit https://platform.openai.com/account/rate-limits to learn more.")
            .hint("retry-after-ms", "{wait-ms}")
            .hint("retry-after", "{wait-seconds}");

    CompatibleRow {
        gauges = List.copyOf(gauges);
        habits = Set.copyOf(habits);
        errors = Map.copyOf(errors);
    }

    /** As OpenAI in everything. */
    static CompatibleRow at(String basePath) {
        return new CompatibleRow(
                basePath, "authorization", false, OPENAI_FRAME, RateGauge.OPENAI, OPENAI_REFUSAL, Set.of(), Map.of());
    }

    CompatibleRow keyIn(String header) {
        return new CompatibleRow(basePath, header, keyless, frame, gauges, refusal, habits, errors);
    }

    CompatibleRow withoutKeys() {
        return new CompatibleRow(basePath, keyHeader, true, frame, gauges, refusal, habits, errors);
    }

    CompatibleRow frame(String other) {
        return new CompatibleRow(basePath, keyHeader, keyless, other, gauges, refusal, habits, errors);
    }

    /** Tells these of its limits; none = nothing. */
    CompatibleRow tells(RateGauge... others) {
        return new CompatibleRow(basePath, keyHeader, keyless, frame, List.of(others), refusal, habits, errors);
    }

    CompatibleRow refuses(ErrorAnswer other) {
        return new CompatibleRow(basePath, keyHeader, keyless, frame, gauges, other, habits, errors);
    }

    CompatibleRow streams(Habit... others) {
        Set<Habit> set = EnumSet.noneOf(Habit.class);
        set.addAll(List.of(others));
        return new CompatibleRow(basePath, keyHeader, keyless, frame, gauges, refusal, set, errors);
    }

    CompatibleRow on(Fault fault, int status, String type, @Nullable String code, String message) {
        return on(fault, ErrorAnswer.of(status, type, code, message));
    }

    CompatibleRow on(Fault fault, ErrorAnswer error) {
        Map<Fault, ErrorAnswer> more = new EnumMap<>(Fault.class);
        more.putAll(errors);
        more.put(fault, error);
        return new CompatibleRow(basePath, keyHeader, keyless, frame, gauges, refusal, habits, more);
    }

    /** One answer for whatever is wrong with the money. */
    CompatibleRow withoutMoney(ErrorAnswer error) {
        return on(
                error,
                Fault.INSUFFICIENT_QUOTA,
                Fault.CREDIT_BALANCE_EXHAUSTED,
                Fault.ORGANIZATION_SPEND_LIMIT_EXCEEDED,
                Fault.ORGANIZATION_USAGE_LIMIT_EXCEEDED,
                Fault.PROJECT_SPEND_LIMIT_EXCEEDED);
    }

    /** One answer, without a time, for every short limit. */
    CompatibleRow throttles(ErrorAnswer error) {
        return on(
                error,
                Fault.RATE_LIMITED_HEADER,
                Fault.RATE_LIMITED_HEADER_MS,
                Fault.RATE_LIMITED_BODY,
                Fault.RATE_LIMITED_BARE,
                Fault.SLOW_DOWN);
    }

    /** The same answer for several faults that the vendor does not tell apart. */
    CompatibleRow on(ErrorAnswer error, Fault... faults) {
        CompatibleRow row = this;
        for (Fault fault : faults) {
            row = row.on(fault, error);
        }
        return row;
    }
}
