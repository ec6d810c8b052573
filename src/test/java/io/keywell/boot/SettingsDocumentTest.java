package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.simulator.SimulatorConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document of the settings says what their mappings say: each name once, each default as it is in the code. */
class SettingsDocumentTest {

    private static final Path SOURCES = Path.of("src/main/java");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(keywell\\.[^`]+)` \\| ([^|]+) \\| ([^|]+) \\| (?:[^|]+) \\| (?:[^|]+) \\|$");

    /** Read before there are mappings; where they are documented. */
    private static final List<String> BY_HAND = List.of("keywell.config-file", "keywell.data-dir", "keywell.database");

    /** Of the catalog, whose names have a test of their own. */
    private static final Pattern CATALOG =
            Pattern.compile("keywell\\.(providers|models|consumers|teams|prices|auth)\\..*");

    @Test
    void everySettingIsExplainedOnceAndNoOther() throws Exception {
        List<String> explained = ROW.matcher(document())
                .results()
                .map(row -> named(row.group(1)))
                .filter(name -> !CATALOG.matcher(name).matches() && !BY_HAND.contains(name))
                .toList();

        assertThat(explained)
                .as("rows of docs/configuration.md, against the interfaces with @ConfigMapping")
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(settings().keySet()));
    }

    @Test
    void everyDefaultIsThatOfTheCode() throws Exception {
        Map<String, String> told = new TreeMap<>();
        ROW.matcher(document()).results().forEach(row -> told.put(named(row.group(1)), row.group(3)));
        List<String> wrong = new ArrayList<>();
        settings().forEach((name, byDefault) -> {
            String said = told.get(name);
            if (said != null && !byDefault.isEmpty() && !said.equals("`" + byDefault + "`")) {
                wrong.add(name + ": write `" + byDefault + "` instead of " + said);
            }
        });

        assertThat(wrong).as("defaults in docs/configuration.md").isEmpty();
    }

    @Test
    void anOptionalSettingHasNoValueInItsRow() throws Exception {
        Map<String, String> settings = settings();

        assertThat(ROW.matcher(document())
                        .results()
                        .filter(row -> "".equals(settings.get(named(row.group(1)))))
                        .map(row -> row.group(3))
                        .filter(said -> said.matches("`[^`]+`")))
                .as("defaults that no mapping has")
                .isEmpty();
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("docs/configuration.md"));
    }

    private static String named(String row) {
        return row.replaceAll("<[^>]+>", "*");
    }

    /** Names and defaults; an empty default for what may be absent. */
    private static Map<String, String> settings() throws IOException, ClassNotFoundException {
        Map<String, String> settings = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(SettingsDocumentTest::isMapping).toList()) {
                String name = SOURCES.relativize(file).toString().replace(".java", "");
                Class<?> mapping =
                        Class.forName(name.replace(file.getFileSystem().getSeparator(), "."));
                if (mapping != SimulatorConfig.class) {
                    collect(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, settings);
                }
            }
        }
        assertThat(settings).as("found").hasSizeGreaterThan(20);
        return settings;
    }

    private static boolean isMapping(Path file) {
        try {
            return file.toString().endsWith("Settings.java")
                            && Files.readString(file).contains("@ConfigMapping(")
                    || file.endsWith("SimulatorConfig.java");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void collect(String prefix, Class<?> mapping, Map<String, String> settings) {
        for (Method setting : mapping.getMethods()) {
            WithName given = setting.getAnnotation(WithName.class);
            String name = prefix + "." + (given == null ? dashed(setting.getName()) : given.value());
            Class<?> type = setting.getReturnType();
            if (type == Map.class) {
                Type value = ((ParameterizedType) setting.getGenericReturnType()).getActualTypeArguments()[1];
                collect(name + ".*", (Class<?>) value, setting, settings);
            } else {
                collect(name, type, setting, settings);
            }
        }
    }

    private static void collect(String name, Class<?> type, Method setting, Map<String, String> settings) {
        if (type.isInterface() && type.getName().startsWith("io.keywell.")) {
            collect(name, type, settings);
        } else {
            WithDefault byDefault = setting.getAnnotation(WithDefault.class);
            settings.put(name, byDefault == null ? "" : byDefault.value());
        }
    }

    private static String dashed(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
