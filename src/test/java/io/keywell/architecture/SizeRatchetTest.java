package io.keywell.architecture;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, methods and constructors stay small, and names say something. */
class SizeRatchetTest {

    private static final Path LONG_FILES = Path.of("src/test/java/io/keywell/architecture/long-files.txt");

    @TempDir
    private Path root;

    @Test
    void theSourcesKeepTheirSize() throws IOException {
        assertThat(SourceRules.breaches(Path.of("src/main/java"), listed())).isEmpty();
    }

    @Test
    void aFileOfThreeHundredLinesIsFine() throws IOException {
        plant("Fine", lines(298));

        assertThat(breaches(Map.of())).isEmpty();
    }

    @Test
    void aLongerFileNeedsAReason() throws IOException {
        plant("Long", lines(299));

        assertThat(breaches(Map.of())).containsExactly("a/Long.java: 301 lines; at most 300");
        assertThat(breaches(Map.of("a/Long.java", "one state machine"))).isEmpty();
        assertThat(breaches(Map.of("a/Long.java", "")))
                .containsExactly("a/Long.java: listed as a long file without a reason");
    }

    @Test
    void noReasonIsGoodEnoughForFourHundredLines() throws IOException {
        plant("Huge", lines(399));

        assertThat(breaches(Map.of("a/Huge.java", "generated tables")))
                .containsExactly("a/Huge.java: 401 lines; at most 400");
    }

    @Test
    void theListShrinksWithTheFiles() throws IOException {
        plant("Short", lines(10));

        assertThat(breaches(Map.of("a/Short.java", "was long once")))
                .containsExactly("a/Short.java: listed as a long file and is none");
    }

    @Test
    void aLongMethodIsFoundAndItsJavadocDoesNotCount() throws IOException {
        plant("Methods", "/**\n * Text.\n */\nvoid fine() {\n" + lines(38) + "}\nvoid late() {\n" + lines(39) + "}\n");

        assertThat(breaches(Map.of())).containsExactly("a/Methods.java: Methods.late: 41 lines; at most 40");
    }

    @Test
    void aConstructorOfSevenIsFoundAndARecordMayHaveThem() throws IOException {
        String seven = "(int a, int b, int c, int d, int e, int f, int g)";
        plant("Wide", "Wide" + seven + " {}\nrecord Row" + seven + " { Row {} }\n");

        assertThat(breaches(Map.of())).containsExactly("a/Wide.java: Wide.<init>: 7 parameters; at most 6");
    }

    @Test
    void namesThatSayNothingAreFound() throws IOException {
        plant("KeyManager", "class AbstractKey {} interface KeyHelper {} class Abstraction {}");

        assertThat(breaches(Map.of()))
                .containsExactly(
                        "a/KeyManager.java: KeyManager does not say what it does",
                        "a/KeyManager.java: AbstractKey does not say what it does",
                        "a/KeyManager.java: KeyHelper does not say what it does");
    }

    @Test
    void packagesThatSayNothingAndWildcardsAreFound() throws IOException {
        Files.createDirectories(root.resolve("a/util"));
        Files.writeString(root.resolve("a/util/Odd.java"), "package a.util;\nimport java.util.*;\nclass Odd {}\n");

        assertThat(breaches(Map.of()))
                .containsExactly(
                        "a/util: no package-info.java that says what it owns and may use",
                        "a/util/Odd.java: a package is named after what it owns, not util, common or impl",
                        "a/util/Odd.java: import java.util.*; hides what is used");
    }

    private List<String> breaches(Map<String, String> longFiles) {
        return SourceRules.breaches(root, longFiles);
    }

    /** Puts a class with the members into package {@code a}; its first and its last line are added. */
    private void plant(String name, String members) throws IOException {
        Path directory = Files.createDirectories(root.resolve("a"));
        Files.writeString(directory.resolve("package-info.java"), "package a;\n");
        Files.writeString(directory.resolve(name + ".java"), "package a; class %s {\n%s}\n".formatted(name, members));
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\n").collect(joining());
    }

    private static Map<String, String> listed() throws IOException {
        return Files.readAllLines(LONG_FILES).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s+", 2))
                .collect(toMap(line -> line[0], line -> line.length == 2 ? line[1] : ""));
    }
}
