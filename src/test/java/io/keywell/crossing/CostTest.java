package io.keywell.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What a call cost is counted for the target that served it. */
@QuarkusTest
@TestProfile(Profile.class)
class CostTest extends Crossing {

    @Inject
    MeterRegistry registry;

    private double dollars(String provider, String type) {
        Counter counter = registry.find("keywell.cost")
                .tags("provider", provider, "model", "anthropic-then-openai", "type", type)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void theProviderThatServedDecidesThePrice() {
        double input = dollars("openai", "input");
        double output = dollars("openai", "output");
        script.answers("anthropic", Samples.ANTHROPIC_DRY).answers("openai", Samples.OPENAI_TEXT);

        post(MESSAGES, Samples.anthropic("anthropic-then-openai", false));

        await().untilAsserted(
                        () -> assertThat(dollars("openai", "input") - input).isEqualTo(5 * 0.15e-6, within(1e-12)));
        assertThat(dollars("openai", "output") - output).isEqualTo(1 * 0.60e-6, within(1e-12));
        assertThat(dollars("anthropic", "input")).isZero();
    }
}
