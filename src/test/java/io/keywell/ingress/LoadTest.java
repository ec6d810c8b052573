package io.keywell.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadTest {

    private static final long LARGE = 100_000;

    private final Load load = new Load(2, 250_000, 250_000, 1);

    @Test
    void beyondItsCallsTheReplicaTakesNoMoreUntilOneEnds() {
        assertThat(load.tryBegin()).isTrue();
        assertThat(load.tryBegin()).isTrue();
        assertThat(load.tryBegin()).isFalse();
        assertThat(load.calls()).isEqualTo(2);

        load.end();

        assertThat(load.tryBegin()).isTrue();
    }

    @Test
    void beyondItsBytesLargeBodiesAreRefusedAndSmallOnesAreNot() {
        assertThat(load.tryHold(LARGE)).isTrue();
        assertThat(load.tryHold(LARGE)).isTrue();
        assertThat(load.tryHold(LARGE)).isFalse();
        assertThat(load.tryHold(1_000)).isTrue();

        load.drop(1_000);
        assertThat(load.tryHold(LARGE))
                .as("what was not counted is not given back")
                .isFalse();
        load.drop(LARGE);
        assertThat(load.tryHold(LARGE)).isTrue();
    }
}
