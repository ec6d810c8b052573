package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictYamlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keywell: sk-1: 2       | line 1, column 14: mapping values are not allowed here; expected valid YAML",
                "a: 1\\na: 2            | line 2, column 1: found duplicate key a; expected valid YAML",
                "a:\\n  b: [1, 2        | line 2, column 11; expected valid YAML",
                "a:\\n\\t- b            | line 2, column 1: found character '\\t(TAB)' that cannot start any token."
                        + " (Do not use \\t(TAB) for indentation); expected valid YAML",
                "a: *sk-secret          | line 1, column 4; expected valid YAML",
                "a: !sk-secret x        | line 1, column 4; expected valid YAML",
                "a: 1\\n---\\nb: 1      | line 2, column 1; expected valid YAML",
                "- a                    | no mapping; expected keywell: at the top",
                "plain text             | no mapping; expected keywell: at the top",
            })
    void aMistakeIsNamedByItsPlaceWithoutTheText(String text, String problem) {
        assertThat(StrictYaml.problem(
                        "/config/keywell.yaml", text.replace("\\n", "\n").replace("\\t", "\t")))
                .hasToString("/config/keywell.yaml: " + problem.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment", "keywell:\n", "keywell:\n  models: {}\n"})
    void aFileWithNothingToSayIsValid(String text) {
        assertThat(StrictYaml.problem("f", text)).isNull();
    }

    @Test
    void aRealFileIsValid() {
        assertThat(StrictYaml.problem("f", "keywell:\n  consumers:\n    web: { key: a, models: [b, c] }\n"))
                .isNull();
    }
}
