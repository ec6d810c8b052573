package io.keywell.upstream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code keywell.upstream.*}: how long and how often providers are tried. */
@ConfigMapping(prefix = "keywell.upstream")
public interface UpstreamSettings {

    /** Longest time to open a connection. */
    @WithDefault("2s")
    Duration connectTimeout();

    /** Streams: longest silence from sending to the first event with content. */
    @WithDefault("60s")
    Duration firstTokenTimeout();

    /** Answers in one piece: longest silence from sending to the head; a model thinks the whole answer in that time. */
    @WithDefault("300s")
    Duration answerTimeout();

    /** Longest silence between two pieces of an answer. */
    @WithDefault("60s")
    Duration stallTimeout();

    /** Longest time from the first permit to the end of the answer, over all attempts; waiting does not count. */
    @WithDefault("600s")
    Duration totalTimeout();

    /** How many candidates one request may try. */
    @WithDefault("8")
    int maxAttempts();

    /** Connections to one provider; requests beyond them queue. */
    @WithDefault("1024")
    int maxConnections();

    /** After this share of failures among the last calls of a target it rests. */
    Breaker breaker();

    interface Breaker {
        /** Calls that are looked at. */
        @WithDefault("20")
        int window();

        /** Share of failures, 0..1. */
        @WithDefault("0.5")
        double failureRatio();

        /** How long a target rests before one probe. */
        @WithDefault("5s")
        Duration delay();
    }
}
