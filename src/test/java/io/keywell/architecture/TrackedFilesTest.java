package io.keywell.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No tracked file names a package registry's host, so that everybody's own mirrors work, or a path of somebody's
 * machine. The names stand here in two halves: this file is tracked too.
 */
class TrackedFilesTest {

    private static final Pattern REGISTRY = anyOf(
            "repo1.mav|en.org",
            "repo.mav|en.apache.org",
            "mav|en.google.com",
            "central.son|atype",
            "oss.son|atype",
            "plugins.gra|dle.org",
            "jit|pack.io",
            "registry.np|mjs.org",
            "registry.yar|npkg.com",
            "py|pi.org",
            "files.pytho|nhosted.org",
            "crat|es.io",
            "proxy.gol|ang.org",
            "doc|ker.io",
            "gh|cr.io",
            "gc|r.io",
            "qu|ay.io",
            "registry.k8|s.io",
            "public.ecr.a|ws",
            "mcr.micro|soft.com",
            "deb.deb|ian.org",
            "artif|actory");

    /** A home or work folder at the start of an absolute path. */
    private static final Pattern MACHINE_PATH = Pattern.compile("(?:(?<![\\w.$}/-])|(?<=file://))/(ro" + "ot|wo"
            + "rk|ho" + "me/\\w+|Us" + "ers/\\w+|tmp/k" + "w)(?![\\w.-])");

    @Test
    void noTrackedFileNamesARegistry() throws Exception {
        assertThat(linesThatHave(REGISTRY)).isEmpty();
    }

    @Test
    void noTrackedFileNamesAMachinePath() throws Exception {
        assertThat(linesThatHave(MACHINE_PATH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cd /ro%sot", "see /wo%srk/shared/x", "\"/ho%sme/me/.m2\"", "/Us%sers/me", "file:///wo%srk/x"})
    void aMachinePathIsFound(String halves) {
        assertThat(MACHINE_PATH.matcher(halves.formatted("")).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/workspace", "a/work/b", "./home/me", "/v1/rooted", "/tmp", "$ROOT/work/x"})
    void anOrdinaryPathIsNot(String text) {
        assertThat(MACHINE_PATH.matcher(text).find()).isFalse();
    }

    @Test
    void aRegistryIsFound() {
        assertThat(REGISTRY.matcher("https://registry.np" + "mjs.org/x").find()).isTrue();
        assertThat(REGISTRY.matcher("https://archive.apache.org/dist/maven").find())
                .isFalse();
    }

    private static Pattern anyOf(String... halves) {
        return Pattern.compile(Stream.of(halves)
                .map(half -> Pattern.quote(half.replace("|", "")))
                .collect(joining("|", "(?i)\\b(", ")")));
    }

    private static List<String> linesThatHave(Pattern pattern) throws IOException, InterruptedException {
        return trackedFiles().stream()
                .flatMap(file -> linesThatHave(pattern, file))
                .toList();
    }

    private static Stream<String> linesThatHave(Pattern pattern, Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return IntStream.range(0, lines.size())
                    .filter(i -> pattern.matcher(lines.get(i)).find())
                    .mapToObj(i -> file + ":" + (i + 1) + ": " + lines.get(i).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What git knows, and what is new and not ignored: it will be tracked next. */
    private static List<Path> trackedFiles() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of(".git")), "not a git checkout");
        Process git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(git.exitValue()).as("git ls-files").isZero();
        return Stream.of(names.split("\0"))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
    }
}
