package io.keywell.telemetry;

import io.keywell.core.Trace;
import io.keywell.core.Trace.Hands;
import io.keywell.core.Tracer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Follows the caller's decision where there is one; of the other calls it takes a part. */
public final class Sampling implements Tracer {

    /** Of a later version what is known here is read, as the standard asks; version ff does not exist. */
    private static final Pattern TRACEPARENT = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]([0-9a-f])(-.*)?");

    private final double part;
    private final boolean toProviders;
    private final Hands hands;

    /**
     * @param part of the calls that bring no trace: 0 to 1
     * @param toProviders whether providers get the header
     */
    public Sampling(double part, boolean toProviders, Hands hands) {
        this.part = part;
        this.toProviders = toProviders;
        this.hands = hands;
    }

    @Override
    public @Nullable Trace begin(@Nullable String traceparent, long arrivalNanos) {
        Matcher parent = traceparent == null ? null : TRACEPARENT.matcher(traceparent);
        if (parent != null && parent.matches()) {
            boolean sampled = (Character.digit(parent.group(3).charAt(0), 16) & 1) == 1;
            return sampled ? new Trace(parent.group(1), parent.group(2), arrivalNanos, toProviders, hands) : null;
        }
        if (hands.random().nextDouble() >= part) {
            return null;
        }
        String id = Trace.newId(hands.random()) + Trace.newId(hands.random());
        return new Trace(id, null, arrivalNanos, toProviders, hands);
    }
}
