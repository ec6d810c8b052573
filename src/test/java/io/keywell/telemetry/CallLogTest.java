package io.keywell.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallLogTest {

    @Test
    void aServedCallIsOneLineWithTheNameOfItsKey() {
        assertThat(CallLog.line(call("bolt", "large", "bolt-1", Outcome.OK, null)))
                .isEqualTo("id-1 web chat smart -> bolt/large key=bolt-1 ok attempts=1 waited=2000ms first=300ms"
                        + " total=1500ms in=7 out=3");
    }

    @Test
    void aRefusedCallSaysWhy() {
        assertThat(CallLog.line(call(null, null, null, Outcome.REFUSED, GatewayError.Kind.KEYS_EXHAUSTED)))
                .contains("-> -/- key=- refused:keys_exhausted ");
    }

    @Test
    void aCallerCannotWriteALineOfItsOwn() {
        assertThat(CallLog.line(call("bolt", "x\n2026 ERROR all keys leaked", "bolt-1", Outcome.OK, null)))
                .doesNotContain("\n")
                .contains("bolt/x?2026?ERROR?all?keys?leaked ");
    }

    private static CallRecord call(
            String provider, String model, String key, Outcome outcome, GatewayError.Kind error) {
        return new CallRecord(
                "id-1",
                0,
                "web",
                null,
                Dialect.OPENAI,
                Operation.CHAT,
                "asked",
                "smart",
                provider,
                model,
                key,
                "org-1",
                outcome,
                error,
                List.of(new AttemptRecord("bolt", "org-1", "bolt-1", null)),
                Usage.reported(7, 3),
                null,
                true,
                2_000_000_000L,
                0,
                300_000_000L,
                1_500_000_000L,
                null);
    }
}
