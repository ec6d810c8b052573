package io.keywell.telemetry;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.keywell.core.CallRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the calls with the same labels.
 *
 * @param served null for calls that nobody served
 */
record CallMeters(Counter requests, @Nullable ServedMeters served) {

    void count(CallRecord call) {
        requests.increment();
        if (served != null) {
            served.count(call);
        }
    }

    /** What is measured of a call that a provider served. */
    record ServedMeters(Timer seconds, Timer overhead, Timer firstToken, Counter input, Counter output) {

        void count(CallRecord call) {
            seconds.record(call.totalNanos(), NANOSECONDS);
            overhead.record(call.overheadNanos(), NANOSECONDS);
            if (call.streamed()) {
                firstToken.record(call.firstTokenNanos(), NANOSECONDS);
            }
            input.increment(call.usage().input());
            output.increment(call.usage().output());
        }
    }
}
