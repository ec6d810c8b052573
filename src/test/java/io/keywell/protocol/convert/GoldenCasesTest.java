package io.keywell.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Dialect;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every dialect must have an input for, so that {@link GoldenTest} tells it of every pair. */
class GoldenCasesTest {

    @ParameterizedTest
    @EnumSource(value = Dialect.class, mode = EnumSource.Mode.EXCLUDE, names = "BEDROCK")
    void whatCallersAskIsThereForEachOfTheirDialects(Dialect dialect) {
        List<String> cases = GoldenFiles.cases(dialect, ".request.json");

        assertThat(cases)
                .contains("plain", "system", "multi-turn", "tools", "tool-result", "parallel-tools", "image")
                .contains("structured-output")
                .anyMatch(name -> name.startsWith("reasoning"));
        // Responses have no stop sequences.
        assertThat(cases.contains("stop")).isEqualTo(dialect != Dialect.RESPONSES);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatProvidersAnswerIsThereForEachOfTheirs(Dialect dialect) {
        assertThat(GoldenFiles.cases(dialect, ".answer.json"))
                .contains("plain", "tools", "parallel-tools", "reasoning", "usage", "length");
        assertThat(GoldenFiles.cases(dialect, ".stream"))
                .contains("plain", "tools", "parallel-tools", "reasoning", "length", "error", "cut-off");
    }
}
