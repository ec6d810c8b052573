package io.keywell.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class AlertsTest {

    private static final Path RULES = Path.of("monitoring/keywell.rules.yaml");
    private static final Path RULE_TESTS = Path.of("monitoring/keywell.rules.test.yaml");
    private static final Path FOR_THE_OPERATOR = Path.of("k8s/components/monitoring/prometheus-rule.yaml");
    private static final Path RUN_BOOK = Path.of("docs/operations.md");
    private static final Path DASHBOARD = Path.of("k8s/components/monitoring/keywell.json");

    @TempDir
    private Path folder;

    @Test
    void everyAlertHasItsEntryInTheRunBookAndEveryEntryItsAlert() throws IOException {
        Set<String> entries = Pattern.compile("(?m)^### (Keywell\\w+)$")
                .matcher(Files.readString(RUN_BOOK))
                .results()
                .map(entry -> entry.group(1))
                .collect(toSet());

        assertThat(entries).isEqualTo(names()).isNotEmpty();
    }

    @Test
    void everyAlertLeadsToItsEntry() throws IOException {
        assertThat(alerts()).allSatisfy(alert -> {
            String name = (String) alert.get("alert");
            assertThat(annotations(alert))
                    .containsKeys("summary", "description")
                    .containsEntry("runbook", "docs/operations.md#" + name.toLowerCase(java.util.Locale.ROOT));
            assertThat(((Map<?, ?>) alert.get("labels")).get("severity")).isIn("warning", "critical");
        });
    }

    @Test
    void thePrometheusOperatorGetsTheSameRules() throws IOException {
        Map<String, Object> custom = yaml(FOR_THE_OPERATOR);

        assertThat(custom.get("spec")).isEqualTo(yaml(RULES));
    }

    @Test
    void everyMetricOfTheRulesIsOneOfTheGateway() throws IOException {
        Set<String> used = alerts().stream()
                .flatMap(alert -> Exported.in((String) alert.get("expr")).stream())
                .collect(toSet());

        assertThat(used).hasSizeGreaterThan(10);
        assertThat(Exported.names()).containsAll(used);
    }

    @Test
    void everyMetricOfTheDashboardIsOneOfTheGateway() throws IOException {
        Set<String> used = Exported.in(Files.readString(DASHBOARD));

        assertThat(used).hasSizeGreaterThan(10);
        assertThat(Exported.names()).containsAll(used);
    }

    @Test
    void everyAlertIsSeenToFireAndToClear() throws IOException {
        List<?> tests = (List<?>) yaml(RULE_TESTS).get("tests");
        Set<Object> tried = tests.stream()
                .map(test -> (Map<?, ?>) test)
                .filter(test -> fires(test).equals(List.of(false, true, false)))
                .map(test -> test.get("name"))
                .collect(toSet());

        assertThat(tried).isEqualTo(names());
    }

    @Test
    void theRulesPassTheirTests() throws Exception {
        assertThat(promtool(RULE_TESTS)).isZero();
    }

    @Test
    void aRuleThatNeverFiresFailsItsTest() throws Exception {
        String broken = Files.readString(RULES).replace("keywell_quota_store_up == 0", "keywell_quota_store_up == 2");
        Files.writeString(folder.resolve(RULES.getFileName()), broken);
        Path tests = folder.resolve(RULE_TESTS.getFileName());
        Files.copy(RULE_TESTS, tests);

        assertThat(promtool(tests)).isNotZero();
    }

    /** Whether something is expected to fire, for each time at which one looks. */
    private static List<Boolean> fires(Map<?, ?> test) {
        return ((List<?>) test.get("promql_expr_test"))
                .stream()
                        .map(look -> (Map<?, ?>) look)
                        .map(look -> !((List<?>) look.get("exp_samples")).isEmpty())
                        .toList();
    }

    private static int promtool(Path tests) throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool"))),
                "promtool is not installed (Debian: prometheus)");
        Process process = new ProcessBuilder("promtool", "test", "rules", tests.toString())
                .redirectErrorStream(true)
                .start();
        System.out.println(new String(process.getInputStream().readAllBytes(), UTF_8));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static Set<String> names() throws IOException {
        return alerts().stream().map(alert -> (String) alert.get("alert")).collect(toSet());
    }

    private static Map<String, Object> annotations(Map<String, Object> alert) {
        return map(alert.get("annotations"));
    }

    private static List<Map<String, Object>> alerts() throws IOException {
        return ((List<?>) yaml(RULES).get("groups"))
                .stream()
                        .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("rules")).stream())
                        .map(AlertsTest::map)
                        .toList();
    }

    private static Map<String, Object> yaml(Path file) throws IOException {
        return map(new Yaml().load(Files.readString(file)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
