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

    private final CharSequence limit;
    private final CharSequence remaining;
    private final @Nullable CharSequence resetName;
    private final Reset form;
    private final Function<Standing, Allowance> counted;

    private RateGauge(
            String limit, String remaining, @Nullable String reset, Reset form, Function<Standing, Allowance> counted) {
        this.limit = HttpHeaders.createOptimized(limit);
        this.remaining = HttpHeaders.createOptimized(remaining);
        this.resetName = reset == null ? null : HttpHeaders.createOptimized(reset);
        this.form = form;
        this.counted = counted;
    }

    /** Under OpenAI's names. */
    static RateGauge of(String dimension, Function<Standing, Allowance> counted, Reset form) {
        return named("x-ratelimit-{}-" + dimension, counted, form);
    }

    /** @param pattern the headers' names, {@code {}} standing for limit, remaining and reset */
    static RateGauge named(String pattern, Function<Standing, Allowance> counted, Reset form) {
        return new RateGauge(
                pattern.replace("{}", "limit"),
                pattern.replace("{}", "remaining"),
                pattern.replace("{}", "reset"),
                form,
                counted);
    }

    static RateGauge withoutReset(String pattern, Function<Standing, Allowance> counted) {
        return new RateGauge(
                pattern.replace("{}", "limit"), pattern.replace("{}", "remaining"), null, Reset.SECONDS, counted);
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
    }

    private String reset(long millis, long nowMillis) {
        return switch (form) {
            case DURATION -> GoDuration.format(millis);
            case SECONDS -> Long.toString((millis + 999) / 1_000);
            case EPOCH_MILLIS -> Long.toString(nowMillis + millis);
        };
    }
}
