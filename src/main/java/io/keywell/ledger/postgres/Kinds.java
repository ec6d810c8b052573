package io.keywell.ledger.postgres;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a batch have in common. Calls of one kind differ in nothing but their ids, times and numbers; there are
 * few kinds in a batch, so that names are sent and read once for each kind and not for each call.
 */
final class Kinds {

    private final Map<Kind, Integer> numbers = new HashMap<>();
    private final List<CallRecord> samples = new ArrayList<>();
    private final Integer[] ofCalls;

    private record Kind(
            String consumer,
            @Nullable String team,
            Dialect dialect,
            Operation operation,
            String requestedModel,
            String modelLabel,
            @Nullable String provider,
            @Nullable String upstreamModel,
            @Nullable String key,
            @Nullable String pool,
            Outcome outcome,
            GatewayError.@Nullable Kind error,
            List<AttemptRecord> attempts,
            boolean estimated,
            boolean streamed,
            @Nullable String tags) {

        static Kind of(CallRecord call) {
            return new Kind(
                    call.consumer(),
                    call.team(),
                    call.dialect(),
                    call.operation(),
                    call.requestedModel(),
                    call.modelLabel(),
                    call.provider(),
                    call.upstreamModel(),
                    call.key(),
                    call.pool(),
                    call.outcome(),
                    call.error(),
                    call.attempts(),
                    call.usage().estimated(),
                    call.streamed(),
                    call.tags());
        }
    }

    Kinds(List<CallRecord> calls) {
        ofCalls = new Integer[calls.size()];
        for (int i = 0; i < ofCalls.length; i++) {
            CallRecord call = calls.get(i);
            ofCalls[i] = numbers.computeIfAbsent(Kind.of(call), kind -> {
                samples.add(call);
                return samples.size();
            });
        }
    }

    /** A call of each kind, in the order of the kinds' numbers. */
    List<CallRecord> samples() {
        return samples;
    }

    /** The number of each call's kind, from one. */
    Integer[] ofCalls() {
        return ofCalls;
    }
}
