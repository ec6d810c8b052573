package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(keywell\\.[^`]+)` \\|.*$");

    private final String document = read();

    private static String read() {
        try {
            return Files.readString(Path.of("docs/configuration.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyKeyOfTheCatalogIsExplainedOnceAndNoOther() {
        List<String> explained = ROW.matcher(document)
                .results()
                .map(row -> row.group(1))
                .filter(CatalogReader::owns)
                .map(key -> key.replaceAll("<[^>]+>", "*").replace("[n]", "[]"))
                .toList();
        List<String> known = KnownNames.PATTERNS.stream()
                .map(pattern -> pattern.text().replaceAll("\\[]$", ""))
                .toList();

        assertThat(explained).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void everyRowHasTypeDefaultMeaningAndExample() {
        List<String> rows =
                ROW.matcher(document).results().map(MatchResult::group).toList();

        assertThat(rows)
                .isNotEmpty()
                .allMatch(row -> row.split("(?<!\\\\)\\|", -1).length == 7)
                .noneMatch(row -> row.contains("|  |"));
    }
}
