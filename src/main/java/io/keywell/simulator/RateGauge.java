package io.keywell.simulator;

import io.keywell.simulator.Standing.Allowance;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The headers in which a vendor tells one limit: their names, what they count, and how the reset is written. */
final class RateGauge {

    /** How a reset is written. */
    enum Reset {
        /** {@code 1m2.5s} */
        DURATION,
        SECONDS,
        /** Milliseconds since 1970. */
        EPOCH_MILLIS
    }

    static final List<RateGauge> OPENAI =
            List.of(of("requests", Standing::requests, Reset.DURATION), of("tokens", Standing::tokens, Reset.DURATION));

    /** A limit is nearly over when less than this part of it is left. */
    private static final int NEARLY = 10;

    private final CharSequence limit;
    private final CharSequence remaining;
    private final @Nullable CharSequence resetName;
    private final Reset form;
    private final Function<Standing, Allowance> counted;
    private final @Nullable String warning;

    private RateGauge(
            CharSequence limit,
            CharSequence remaining,
            @Nullable CharSequence reset,
            Reset form,
            Function<Standing, Allowance> counted,
            @Nullable String warning) {
        this.limit = limit;
        this.remaining = remaining;
        this.resetName = reset;
        this.form = form;
        this.counted = counted;
        this.warning = warning;
    }

    /** Under OpenAI's names. */
    static RateGauge of(String dimension, Function<Standing, Allowance> counted, Reset form) {
        return named("x-ratelimit-{}-" + dimension, counted, form);
    }

    /** @param pattern the headers' names, {@code {}} standing for limit, remaining and reset */
    static RateGauge named(String pattern, Function<Standing, Allowance> counted, Reset form) {
        return new RateGauge(
                name(pattern, "limit"), name(pattern, "remaining"), name(pattern, "reset"), form, counted, null);
    }

    static RateGauge withoutReset(String pattern, Function<Standing, Allowance> counted) {
        return new RateGauge(name(pattern, "limit"), name(pattern, "remaining"), null, Reset.SECONDS, counted, null);
    }

    /** The same with a header that says {@code yes} when the limit is nearly over. */
    RateGauge warning(String header) {
        return new RateGauge(limit, remaining, resetName, form, counted, header);
    }

    private static CharSequence name(String pattern, String what) {
        return HttpHeaders.createOptimized(pattern.replace("{}", what));
    }

    void put(MultiMap headers, Standing standing, long nowMillis) {
        Allowance allowance = counted.apply(standing);
        if (allowance.limit() <= 0) {
            return;
        }
        headers.set(limit, Long.toString(allowance.limit()));
        headers.set(remaining, Long.toString(allowance.remaining()));
        if (resetName != null) {
            headers.set(resetName, reset(allowance.resetMillis(), nowMillis));
        }
        if (warning != null && allowance.remaining() * NEARLY < allowance.limit()) {
            headers.set(warning, "yes");
        }
    }

    private String reset(long millis, long nowMillis) {
        return switch (form) {
            case DURATION -> GoDuration.format(millis);
            case SECONDS -> Long.toString((millis + 999) / 1_000);
            case EPOCH_MILLIS -> Long.toString(nowMillis + millis);
        };
    }
}
