package io.keywell.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord;
import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When no key of no provider can answer, the caller is told what is the matter, in its dialect and in time. */
@QuarkusTest
@TestProfile(DrillProfile.class)
class EverythingFailsTest extends Drill {

    private static final Duration QUICK = Duration.ofSeconds(3);

    @ParameterizedTest(name = "{0}: {1} {2}, attempts {3}")
    @CsvSource({
        "RATE_LIMITED_HEADER,               429, keys_exhausted,   3, true",
        "RATE_LIMITED_BARE,                 429, keys_exhausted,   3, true",
        "RATE_LIMITED_DAY,                  429, keys_exhausted,   3, true",
        "SLOW_DOWN,                         429, keys_exhausted,   3, true",
        "INSUFFICIENT_QUOTA,                429, keys_exhausted,   3, true",
        "ORGANIZATION_SPEND_LIMIT_EXCEEDED, 429, keys_exhausted,   3, true",
        "REQUEST_TOO_LARGE,                 429, keys_exhausted,   4, false",
        "INVALID_KEY,                       502, upstream_failed,  4, false",
        "FORBIDDEN,                         502, upstream_failed,  4, false",
        "MODEL_MISSING,                     404, model_not_found,  4, false",
        "SERVER_ERROR,                      502, upstream_failed,  8, false",
        "BAD_GATEWAY_HTML,                  502, upstream_failed,  8, false",
        "RESET_BEFORE_HEAD,                 502, upstream_failed,  8, false",
        "RESET_AFTER_HEAD,                  502, upstream_failed,  8, false",
        "EMPTY_200,                         502, upstream_failed,  8, false",
    })
    void theCallerIsToldWhatIsTheMatter(Fault fault, int status, String code, int attempts, boolean retry) {
        everywhere(fault);

        Answer answer = caller.ask(Caller.chat(SimulatedProviders.model(fault), false), "x-keywell-max-wait", "0");

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.error().getString("code")).isEqualTo(code);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.attempts()).isEqualTo(attempts);
        assertThat(answer.header("retry-after") != null).as("retry-after").isEqualTo(retry);
        assertThat(answer.took()).isLessThan(QUICK);
        answer.leaksNothing();
        atRest();
        assertThat(seen.records()).hasSize(1);
        assertThat(seen.records().get(0).attempts()).hasSize(attempts);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void silenceEverywhereIsATimeOutWithinTheTimeOfTheWhole(boolean stream) {
        everywhere(Fault.HANG);
        Answer answer = caller.ask(Caller.chat(SimulatedProviders.model(Fault.HANG), stream));
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.error().getString("code")).isEqualTo("upstream_timeout");
        assertThat(answer.took()).isLessThan(SimulatedProviders.TOTAL.plusSeconds(1));
    }

    /** The statement holds: whoever comes back then is served, although it does not wait. */
    @Test
    void theStatedRetryAfterIsTrue() {
        everywhere(Fault.RATE_LIMITED_HEADER);
        JsonObject chat = Caller.chat(SimulatedProviders.model(Fault.RATE_LIMITED_HEADER), false);
        Answer refused = caller.ask(chat, "x-keywell-max-wait", "0");
        assertThat(refused.header("retry-after")).isIn("1", "2", "3");
        assertThat(refused.header("x-should-retry")).isEqualTo("true");
        provider("acme").faults().clear();
        provider("bolt").faults().clear();
        pass(Duration.ofSeconds(Long.parseLong(refused.header("retry-after"))));
        caller.ask(chat, "x-keywell-max-wait", "0").isGoodJson();
    }

    @Test
    void aShortThrottleEverywhereIsWaitedOut() {
        play("acme", FaultRule.times(Fault.RATE_LIMITED_HEADER_MS, 2));
        play("bolt", FaultRule.once(Fault.RATE_LIMITED_HEADER_MS));
        Answer answer = caller.ask(Caller.chat("smart", true));
        answer.isGoodStream();
        assertThat(answer.attempts()).isEqualTo(4);
        assertThat(Integer.parseInt(answer.header("x-keywell-waited-ms"))).isBetween(300, 1_500);
        atRest();
        CallRecord record = seen.records().get(0);
        assertThat(record.overheadNanos()).isPositive();
        assertThat(record.waitedNanos()).isGreaterThan(record.overheadNanos());
    }

    @Test
    void aCallerMayForbidAnyOtherKey() {
        play("acme", FaultRule.always(Fault.SERVER_ERROR));
        Answer answer = caller.ask(Caller.chat("first-alone", false), "x-keywell-fallback", "none");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.attempts()).isEqualTo(1);
        assertThat(admitted("acme")).isEqualTo(1);
        assertThat(admitted("bolt")).isZero();
    }

    @Test
    void aCallerMayForbidAnyOtherProvider() {
        play("acme", FaultRule.always(Fault.SERVER_ERROR));
        Answer refused = caller.ask(Caller.chat("first-keys", false), "x-keywell-fallback", "keys");
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.attempts()).isEqualTo(6);
        assertThat(admitted("bolt")).isZero();
    }

    @Test
    void otherKeysOfTheSameProviderAreStillTried() {
        play("acme", FaultRule.once(Fault.SERVER_ERROR));
        Answer answer = caller.ask(Caller.chat("first-alone", false), "x-keywell-fallback", "keys");
        answer.isGoodJson();
        assertThat(answer.header("x-keywell-provider")).isEqualTo("acme");
        assertThat(answer.attempts()).isEqualTo(2);
    }

    @Test
    void theOtherProviderServesWhenAllKeysOfTheFirstFail() {
        play("acme", FaultRule.always(Fault.SERVER_ERROR));
        Answer answer = caller.ask(Caller.chat("then-other", true));
        answer.isGoodStream();
        assertThat(answer.header("x-keywell-provider")).isEqualTo("bolt");
        assertThat(answer.header("x-keywell-model")).isEqualTo("then-other");
        assertThat(answer.attempts()).isEqualTo(4);
    }

    @Test
    void aProviderThatIsNotThereIsPassedOver() {
        Answer answer = caller.ask(Caller.chat("gone-first", false));
        answer.isGoodJson();
        assertThat(answer.header("x-keywell-provider")).isEqualTo("bolt");
        assertThat(answer.took()).isLessThan(QUICK);
    }

    @Test
    void aSingleKeyIsAskedOnceMoreAfterAFault() {
        play("solo", FaultRule.once(Fault.RESET_BEFORE_HEAD));
        Answer answer = caller.ask(Caller.chat("solo", false));
        answer.isGoodJson();
        assertThat(answer.attempts()).isEqualTo(2);
    }

    @Test
    void aTargetThatAlwaysFailsRestsAndComesBack() {
        play("acme", FaultRule.always(Fault.SERVER_ERROR).forModel("resting"));
        for (int i = 0; i < 7; i++) {
            caller.ask(Caller.chat("resting", false)).isGoodJson();
        }
        provider("acme").resetReport();
        Answer resting = caller.ask(Caller.chat("resting", false));
        resting.isGoodJson();
        assertThat(resting.attempts()).isEqualTo(1);
        assertThat(admitted("acme")).isZero();
        provider("acme").faults().clear();
        pass(SimulatedProviders.BREAKER_RESTS.plusMillis(50));
        Answer back = caller.ask(Caller.chat("resting", false));
        assertThat(back.header("x-keywell-provider")).isEqualTo("acme");
    }

    private void everywhere(Fault fault) {
        FaultRule rule = FaultRule.always(fault).forModel(SimulatedProviders.upstream(fault));
        play("acme", rule);
        play("bolt", rule);
    }
}
