package io.keywell.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Model;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputEstimatesTest {

    private final InputEstimates estimates = new InputEstimates();

    private static Model model(String name) {
        return new Model(name, List.of(), -1, Lifecycle.of(Model.State.PUBLISHED));
    }

    @Test
    void aModelThatNobodyUsedIsGuessed() {
        assertThat(estimates.of(model("new"), 1_234)).isEqualTo(1_234);
    }

    @Test
    void aReportOfAShortPromptTellsNothing() {
        estimates.learn(model("brief"), 20, 60);

        assertThat(estimates.of(model("brief"), 1_000)).isEqualTo(1_000);
    }

    @Test
    void oneOddReportMovesLittle() {
        Model model = model("steady");
        for (int i = 0; i < 300; i++) {
            estimates.learn(model, 1_000, 800);
        }
        estimates.learn(model, 1_000, 1_000_000);

        assertThat(estimates.of(model, 1_000)).isBetween(830L, 920L);
    }

    /** Prose, which is guessed half as much again as it is, with the scatter that it was measured to have. */
    @Test
    void itReservesLessThanTheGuessAndSeldomLessThanIsUsed() {
        Model model = model("prose");
        Random random = new Random(20_261_122);
        int tooSmall = 0;
        double reserved = 0;
        double used = 0;
        for (int i = 0; i < 5_000; i++) {
            long guessed = 100 + random.nextInt(4_000);
            long reported = Math.round(guessed * (0.68 + 0.06 * random.nextGaussian()));
            long reservation = estimates.of(model, guessed);
            if (i >= 200) {
                tooSmall += reservation < reported ? 1 : 0;
                reserved += reservation;
                used += reported;
            }
            estimates.learn(model, guessed, reported);
        }

        assertThat(reserved / used).isBetween(1.0, 1.12);
        assertThat(tooSmall / 4_800.0).isLessThan(0.25);
    }

    @Test
    void itFollowsATextThatIsDenserThanTheGuess() {
        Model model = model("json");
        for (int i = 0; i < 50; i++) {
            estimates.learn(model, 1_000, 1_280);
        }

        assertThat(estimates.of(model, 1_000)).isBetween(1_250L, 1_330L);
    }

    @Test
    void namesThatCallersMakeUpDoNotFillTheMemory() {
        for (int i = 0; i < 10_000; i++) {
            estimates.learn(model("made-up-" + i), 1_000, 500);
        }

        assertThat(estimates.of(model("made-up-0"), 1_000)).isEqualTo(1_000);
    }
}
