package io.keywell.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.core.Clock;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyStatesTest {

    private static final Clock CLOCK = Clock.system();

    private final CoolDowns coolDowns = new CoolDowns(CLOCK, () -> 0.5);
    private final KeyStates states = new KeyStates(coolDowns, CLOCK);

    private static Key key(String name, Key.State state, long expiresAt) {
        return new Key(name, new Secret("sk-" + name), 1, List.of(), state, expiresAt);
    }

    private String stateOf(Key key) {
        return states.of(new Pool("acme", "org", "org", List.of(key), List.of()), key);
    }

    @Test
    void configurationAndTimeDecideFirst() {
        assertThat(stateOf(key("a", Key.State.ACTIVE, Long.MAX_VALUE))).isEqualTo("active");
        assertThat(stateOf(key("a", Key.State.DRAINING, Long.MAX_VALUE))).isEqualTo("draining");
        assertThat(stateOf(key("a", Key.State.DISABLED, Long.MAX_VALUE))).isEqualTo("disabled");
        assertThat(stateOf(key("a", Key.State.DISABLED, 1))).isEqualTo("expired");
    }

    @Test
    void aKeyThatWasRefusedCoolsAndTheOthersDoNot() {
        coolDowns.report(new Subject("acme", "org", "org", "a", "model", "*"), Failure.of(FailureClass.CREDENTIAL));

        assertThat(stateOf(key("a", Key.State.ACTIVE, Long.MAX_VALUE))).isEqualTo("cooling");
        assertThat(stateOf(key("b", Key.State.ACTIVE, Long.MAX_VALUE))).isEqualTo("active");
    }

    @Test
    void aMissingModelDoesNotCoolTheKey() {
        coolDowns.report(new Subject("acme", "org", "org", "a", "model", "*"), Failure.of(FailureClass.MODEL_MISSING));

        assertThat(stateOf(key("a", Key.State.ACTIVE, Long.MAX_VALUE))).isEqualTo("active");
    }
}
