package io.keywell.governance.live;

import io.keywell.core.CallRecord;
import io.keywell.core.CallSink;
import io.keywell.core.GatewayError.Kind;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls that found every key exhausted, by model. A look at one field of every other call. */
@Singleton
public final class Exhaustions implements CallSink {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    @Override
    public void accept(CallRecord call) {
        if (call.error() == Kind.KEYS_EXHAUSTED) {
            counts.computeIfAbsent(call.modelLabel(), label -> new LongAdder()).increment();
        }
    }

    /** How many there were since this was last asked; models without any are left out. */
    Map<String, Long> sinceLastAsked() {
        Map<String, Long> since = new HashMap<>();
        counts.forEach((model, count) -> {
            long calls = count.sumThenReset();
            if (calls > 0) {
                since.put(model, calls);
            }
        });
        return since;
    }
}
