package io.keywell.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of one call while it goes on, for a distributed trace. Most calls have none. Identifiers are those of W3C
 * Trace Context. Lives on the call's event loop.
 */
public final class Trace {

    private final String traceId;
    private final @Nullable String parentId;
    private final String spanId;
    private final long arrivalNanos;
    private final boolean toProviders;
    private final Hands hands;
    private final List<Try> tries = new ArrayList<>(2);

    private String currentId = "";
    private long currentNanos;

    /**
     * What a trace cannot do itself.
     *
     * @param ended takes the trace at the end of its call; must neither block nor throw
     */
    public record Hands(Clock clock, RandomGenerator random, BiConsumer<Trace, CallRecord> ended) {}

    /**
     * One attempt, in the order of {@link CallRecord#attempts()}. Times are of {@link Clock#nanoTime()}.
     *
     * @param failure null when it answered
     */
    public record Try(
            String spanId,
            String provider,
            String model,
            String pool,
            String key,
            long beganNanos,
            long endedNanos,
            @Nullable FailureClass failure) {}

    /**
     * @param traceId 32 hexadecimal digits
     * @param parentId the caller's span, null when the call is the first of its trace
     * @param arrivalNanos {@link Clock#nanoTime()} at arrival
     * @param toProviders whether providers are told of it
     */
    public Trace(String traceId, @Nullable String parentId, long arrivalNanos, boolean toProviders, Hands hands) {
        this.traceId = traceId;
        this.parentId = parentId;
        this.spanId = newId(hands.random());
        this.arrivalNanos = arrivalNanos;
        this.toProviders = toProviders;
        this.hands = hands;
    }

    /** 16 hexadecimal digits, not all of them zero. */
    public static String newId(RandomGenerator random) {
        long id = random.nextLong();
        return String.format("%016x", id == 0 ? 1 : id);
    }

    public String traceId() {
        return traceId;
    }

    public @Nullable String parentId() {
        return parentId;
    }

    public String spanId() {
        return spanId;
    }

    public long arrivalNanos() {
        return arrivalNanos;
    }

    public List<Try> tries() {
        return tries;
    }

    /** An attempt begins; the one before it has ended. */
    public void trying() {
        currentId = newId(hands.random());
        currentNanos = hands.clock().nanoTime();
    }

    /** The attempt that began last is over. */
    public void tried(String provider, String model, String pool, String key, @Nullable FailureClass failure) {
        tries.add(new Try(
                currentId,
                provider,
                model,
                pool,
                key,
                currentNanos,
                hands.clock().nanoTime(),
                failure));
    }

    /** What the attempt that began last tells its provider; null when it is to tell nothing. */
    public @Nullable String header() {
        return toProviders ? "00-" + traceId + "-" + currentId + "-01" : null;
    }

    /** The call is over. */
    public void ended(CallRecord call) {
        hands.ended().accept(this, call);
    }
}
