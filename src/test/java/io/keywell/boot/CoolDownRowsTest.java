package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Clock;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.Subject;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class CoolDownRowsTest {

    private final CoolDowns coolDowns = new CoolDowns(Clock.system(), () -> 0.5);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aRefusedKeyAndAnEmptyPurseAreNamed() {
        report("a", "large", FailureClass.CREDENTIAL);
        report("b", "large", FailureClass.CREDIT);

        read();

        assertThat(count("scope", "key", "name", "a", "class", "credential")).isEqualTo(1);
        assertThat(count("scope", "billing", "name", "purse", "class", "credit"))
                .isEqualTo(1);
    }

    @Test
    void modelsAreCountedAndNotNamed() {
        report("a", "made-up-1", FailureClass.MODEL_MISSING);
        report("a", "made-up-2", FailureClass.MODEL_MISSING);

        read();

        assertThat(count("name", "a", "class", "model_missing")).isEqualTo(2);
        assertThat(registry.getMeters().toString()).doesNotContain("made-up");
    }

    private void report(String key, String model, FailureClass failure) {
        coolDowns.report(new Subject("acme", "org", "purse", key, model, "*"), Failure.of(failure));
    }

    private void read() {
        MultiGauge.builder("cooldowns").register(registry).register(CoolDownRows.of(coolDowns.current()), true);
    }

    private double count(String... tags) {
        return registry.get("cooldowns").tags(tags).gauge().value();
    }
}
