package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a provider says about a key keeps the gateway from using it, and no caller ever hears of it. */
@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class SignalsTest extends OverTheWire {

    private static final int MANY = 12;

    /** Calls until the fault was met; which key a call gets is chance. */
    private void callUntilPlayed(String model) {
        for (int i = 0; i < 50 && !world.played(model); i++) {
            assertThat(web.chat(model).status()).isEqualTo(200);
        }
        assertThat(world.played(model)).isTrue();
    }

    private List<String> keysOf(String model, int calls) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            Answer answer = web.chat(model);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.header("x-keywell-attempts")).isEqualTo("1");
            keys.add(answer.servedBy());
        }
        return keys;
    }

    @Test
    void aPoolThatSaysWhenToComeBackIsLeftAloneUntilThen() {
        world.play("hinted", FaultRule.once(Fault.RATE_LIMITED_HEADER).forKey("hinted-1"));
        callUntilPlayed("hinted");

        assertThat(keysOf("hinted", MANY)).containsOnly("hinted-2");
        assertThat(metric("keywell_upstream_rate_limited_total", "provider=\"hinted\"", "pool=\"hinted-1\""))
                .isEqualTo(1);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(keysOf("hinted", 4)).contains("hinted-1"));
    }

    @Test
    void aPurseThatIsEmptyParksAllOfItsPools() {
        world.play("purse", FaultRule.once(Fault.INSUFFICIENT_QUOTA).forKey("purse-1"));
        callUntilPlayed("purse");

        assertThat(keysOf("purse", MANY)).containsOnly("purse-3");
    }

    @Test
    void aBadKeyRestsAloneAndTheOthersOfItsPoolServe() {
        world.play("ring", FaultRule.always(Fault.INVALID_KEY).forKey("ring-1"));

        for (int i = 0; i < MANY; i++) {
            Answer answer = web.chat("ring");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.servedBy()).isEqualTo("ring-2");
        }

        world.provider("ring").faults().clear();
        long asked = world.provider("ring").report().stream()
                .mapToLong(report -> report.totals().faulted())
                .sum();
        assertThat(asked).as("times that the bad key was tried").isLessThanOrEqualTo(1);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> metric("keywell_key_state", "key=\"ring-1\"", "state=\"cooling\"") == 1);
        assertThat(metric("keywell_key_state", "key=\"ring-2\"", "state=\"active\""))
                .isEqualTo(1);
    }

    @Test
    void whatRateHeadersSayStopsTheSendingBeforeTheProviderMust() {
        Answer last = null;
        for (int i = 0; i < 4; i++) {
            last = web.chat("told", "x-keywell-max-wait", "0");
        }

        assertRefused(last, 429, "keys_exhausted");
        assertThat(world.refusedBy("told")).isZero();
    }
}
