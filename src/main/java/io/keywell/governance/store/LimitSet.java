package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** Limits by dimension, null for none; {@code timeWindow} as {@code window} in the configuration. */
@Embeddable
public class LimitSet {

    @Column(name = "requests_per_minute")
    public @Nullable Long requestsPerMinute;

    @Column(name = "requests_per_day")
    public @Nullable Long requestsPerDay;

    @Column(name = "tokens_per_minute")
    public @Nullable Long tokensPerMinute;

    @Column(name = "tokens_per_day")
    public @Nullable Long tokensPerDay;

    @Column(name = "input_tokens_per_minute")
    public @Nullable Long inputTokensPerMinute;

    @Column(name = "output_tokens_per_minute")
    public @Nullable Long outputTokensPerMinute;

    @Column(name = "concurrent")
    public @Nullable Long concurrent;

    @Column(name = "time_window")
    public @Nullable String timeWindow;
}
