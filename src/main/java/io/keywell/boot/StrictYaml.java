package io.keywell.boot;

import io.keywell.catalog.config.Problem;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.scanner.ScannerException;

/**
 * Reads YAML as Quarkus does, but refuses what Quarkus passes over: a key that stands twice, a second document, a text
 * that is no mapping.
 */
final class StrictYaml {

    /** Far above any real file; keeps a wrong mount from filling the memory. */
    private static final int MOST_CHARACTERS = 32 * 1024 * 1024;

    private static final String EXPECTED = "valid YAML";

    private StrictYaml() {}

    /** What is wrong with the text; null = nothing. The text itself, which holds secrets, is not quoted. */
    static @Nullable Problem problem(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(MOST_CHARACTERS);
        try {
            Object root = new Yaml(new SafeConstructor(options)).load(text);
            return root == null || root instanceof Map ? null : new Problem(file, "no mapping", "keywell: at the top");
        } catch (MarkedYAMLException e) {
            return new Problem(file, place(e.getProblemMark()) + description(e), EXPECTED);
        } catch (YAMLException e) {
            return new Problem(file, "a text that cannot be read", EXPECTED);
        }
    }

    /** Only these descriptions are known to hold no value of the file. */
    private static String description(MarkedYAMLException e) {
        if (e instanceof ScannerException || e instanceof DuplicateKeyException) {
            return ": " + e.getProblem();
        }
        return "";
    }

    private static String place(@Nullable Mark mark) {
        return mark == null ? "a mistake" : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    /**
     * The text as a source of properties.
     *
     * @param text one that has no {@link #problem}
     */
    static ConfigSource source(String name, String text, int ordinal) {
        return new YamlConfigSource(name, text, ordinal);
    }
}
