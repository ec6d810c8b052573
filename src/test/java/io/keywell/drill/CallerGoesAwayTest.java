package io.keywell.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers go away at every point of their calls, and nothing is left behind: no permit, no upstream call, no retry. */
@QuarkusTest
@TestProfile(DrillProfile.class)
class CallerGoesAwayTest extends Drill {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileItWaitsForATurn(boolean politely) throws IOException {
        try (RawCaller holder = asking("narrow", true)) {
            holder.hear("\"content\":\"Sim");
            RawCaller waiting = asking("narrow", true);
            await().untilAsserted(
                            () -> assertThat(turnstile.waiting().waiting()).isEqualTo(1));
            leave(waiting, politely);
            await().untilAsserted(
                            () -> assertThat(turnstile.waiting().waiting()).isZero());
            await().untilAsserted(() -> assertThat(calls.underWay()).isEqualTo(1));
            assertThat(onlyRecord().outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(onlyRecord().attempts()).isEmpty();
        }
        atRest();
        assertThat(admitted("narrow")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beforeTheHeadOfAJsonAnswer(boolean politely) throws IOException {
        goesAwayDuring(FaultRule.always(Fault.HANG), false, politely);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beforeTheHeadOfAStream(boolean politely) throws IOException {
        goesAwayDuring(FaultRule.always(Fault.HANG), true, politely);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inTheMiddleOfAJsonAnswer(boolean politely) throws IOException {
        goesAwayDuring(FaultRule.always(Fault.STALL), false, politely);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterTheHeadOfAStreamAndBeforeItsContent(boolean politely) throws IOException {
        goesAwayDuring(FaultRule.always(Fault.STALL).after(0), true, politely);
    }

    private void goesAwayDuring(FaultRule rule, boolean stream, boolean politely) throws IOException {
        play("acme", rule);
        RawCaller leaving = asking("smart", stream);
        awaitInFlight("acme", 1);
        leave(leaving, politely);
        atRest();
        assertThat(onlyRecord().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(onlyRecord().attempts()).hasSize(1).allMatch(attempt -> attempt.failure() == null);
        assertThat(admitted("acme") + admitted("bolt")).as("attempts").isEqualTo(1);
    }

    @Test
    void againAndAgainAndTheTargetIsNotBlamed() throws IOException {
        play("solo", FaultRule.times(Fault.HANG, 25));
        for (int i = 1; i <= 25; i++) {
            RawCaller leaving = asking("solo", true);
            awaitInFlight("solo", 1);
            leave(leaving, false);
            atRest();
        }
        caller.ask(Caller.chat("solo", true)).isGoodStream();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inTheMiddleOfAStream(boolean politely) throws IOException {
        RawCaller leaving = asking("narrow", true);
        leaving.hear("\"content\":\"Sim");
        leave(leaving, politely);
        atRest();
        CallRecord record = onlyRecord();
        assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(record.provider()).isEqualTo("narrow");
        assertThat(record.usage().estimated()).isTrue();
        assertThat(record.usage().output()).isBetween(1L, 39L);
    }

    @Test
    void whileAStreamIsHeldBackBecauseItDoesNotRead() throws IOException {
        RawCaller leaving = asking("endless", true);
        leaving.hear("more and more");
        leave(leaving, false);
        atRest();
        assertThat(onlyRecord().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inTheMiddleOfItsUpload(boolean politely) throws IOException {
        RawCaller leaving =
                new RawCaller(gateway).head("content-length: 200000").write("{\"model\":\"smart\",");
        await().untilAsserted(() -> assertThat(calls.underWay()).isEqualTo(1));
        leave(leaving, politely);
        atRest();
        assertThat(seen.records()).isEmpty();
        assertThat(admitted("acme")).isZero();
    }

    @Test
    void inTheMiddleOfAnUploadInChunks() throws IOException {
        RawCaller leaving =
                new RawCaller(gateway).head("transfer-encoding: chunked").write("5\r\n{\"mod\r\n");
        await().untilAsserted(() -> assertThat(calls.underWay()).isEqualTo(1));
        leave(leaving, false);
        atRest();
        assertThat(seen.records()).isEmpty();
    }

    private RawCaller asking(String model, boolean stream) throws IOException {
        return RawCaller.asking(gateway, Caller.chat(model, stream).encode());
    }

    private static void leave(RawCaller caller, boolean politely) throws IOException {
        if (politely) {
            caller.close();
        } else {
            caller.vanish();
        }
    }

    private CallRecord onlyRecord() {
        await().untilAsserted(() -> assertThat(seen.records()).hasSize(1));
        return seen.records().get(0);
    }
}
