package io.keywell.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Model;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputEstimatesTest {

    private final OutputEstimates estimates = new OutputEstimates();

    private static Model model(String name) {
        return new Model(name, List.of(), -1, Lifecycle.of(Model.State.PUBLISHED));
    }

    @Test
    void aModelThatNobodyUsedHasACautiousEstimate() {
        assertThat(estimates.of(model("new"))).isEqualTo(500);
    }

    @Test
    void itFollowsLongAnswersQuickly() {
        Model model = model("talker");
        for (int i = 0; i < 40; i++) {
            estimates.learn(model, 8_000);
        }
        assertThat(estimates.of(model)).isBetween(7_200L, 8_800L);
    }

    @Test
    void itFollowsShortAnswersSlowlyAndNeverBelowOneToken() {
        Model model = model("terse");
        for (int i = 0; i < 100; i++) {
            estimates.learn(model, 1);
        }
        assertThat(estimates.of(model)).isBetween(200L, 400L);
        for (int i = 0; i < 20_000; i++) {
            estimates.learn(model, 1);
        }
        assertThat(estimates.of(model)).isBetween(1L, 2L);
    }

    /** Uniform from 1 to 1000: about one answer in twenty is longer than reserved. */
    @Test
    void itSettlesNearThe95thPercentile() {
        Model model = model("steady");
        Random random = new Random(20_260_101);
        int longer = 0;
        for (int i = 0; i < 20_000; i++) {
            long tokens = 1 + random.nextInt(1_000);
            longer += i >= 10_000 && tokens > estimates.of(model) ? 1 : 0;
            estimates.learn(model, tokens);
        }
        assertThat(longer).isBetween(200, 1_000);
    }

    @Test
    void namesThatCallersMakeUpDoNotFillTheMemory() {
        for (int i = 0; i < 5_000; i++) {
            estimates.learn(model("made-up-" + i), 4_000);
        }
        assertThat(estimates.of(model("made-up-0"))).as("forgotten").isEqualTo(500);
        assertThat(estimates.of(model("made-up-4999"))).as("remembered").isGreaterThan(500);
    }
}
