package io.keywell.settlement;

import io.keywell.core.CallRecord;
import io.keywell.core.CallSink;
import io.keywell.core.Cost;
import io.keywell.core.Usage;
import io.keywell.quota.Permit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of every call: its caller's permit is settled, its record goes to every sink. */
public final class Settlement {

    private final List<CallSink> sinks;

    public Settlement(List<CallSink> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    /**
     * Ends a call. The permit makes it happen once for what is counted; {@code flow} calls it once for the record.
     *
     * @param permit the caller's own, null when it has no limits or was refused
     * @param reachedProvider whether anything was sent upstream; if not, the caller gets its permit back
     */
    public void end(CallRecord call, @Nullable Permit permit, boolean reachedProvider) {
        if (permit != null) {
            if (reachedProvider) {
                Usage usage = call.usage();
                permit.settle(usage.input(), usage.output(), micros(call.cost()));
            } else {
                permit.release();
            }
        }
        for (CallSink sink : sinks) {
            sink.accept(call);
        }
    }

    private static long micros(@Nullable Cost cost) {
        return cost == null ? 0 : cost.total().micros();
    }
}
