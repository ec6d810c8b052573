package io.keywell.k8s;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** The chart is the manifests. {@code -Dchart=write} writes it anew instead of comparing. */
class ChartTest {

    private static final Path CHART = Path.of("k8s", "helm");
    private static final Path TEMPLATES = CHART.resolve("templates");
    private static final List<String> BY_HAND = List.of("NOTES.txt", "checks.yaml");
    private static final String TABLE = "(?s)(?<=<!-- values: begin -->\n).*(?=<!-- values: end -->)";

    @Test
    void theChartIsWhatTheManifestsMakeOfIt() throws IOException {
        Map<String, String> made = made();
        Map<String, String> there = there();
        if ("write".equals(System.getProperty("chart"))) {
            for (String file : there.keySet()) {
                Files.delete(CHART.resolve(file));
            }
            for (Map.Entry<String, String> file : made.entrySet()) {
                Files.writeString(CHART.resolve(file.getKey()), file.getValue());
            }
            there = there();
        }

        assertThat(there.keySet()).isEqualTo(made.keySet());
        there.forEach((file, text) -> assertThat(text)
                .as("k8s/helm/%s; k8s/helm/README.md says how it is written", file)
                .isEqualTo(made.get(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "single,''",
        "single,ingress",
        "single,monitoring",
        "single,ingress monitoring",
        "cluster,''",
        "cluster,autoscaling",
        "cluster,autoscaling ingress monitoring"
    })
    void helmMakesWhatKubectlMakes(String mode, String switches) {
        List<String> components = Stream.of(switches.split(" "))
                .filter(component -> !component.isEmpty())
                .toList();
        Map<String, Object> values = new LinkedHashMap<>(Map.of("mode", mode));
        components.forEach(component -> values.put(component + ".enabled", true));

        List<Node> rendered = HelmRendered.of((mode + " " + switches).strip().replace(' ', '-'), values);

        assertSame(rendered, trees(Chart.kustomized(mode, components)));
        assertThat(rendered)
                .allSatisfy(object -> assertThat(ApiFieldsTest.problems(object)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"single,ingress monitoring", "cluster,ingress monitoring", "cluster,autoscaling ingress monitoring"})
    void everyValueArrivesAsItIsGiven(String mode, String switches) {
        List<String> components = List.of(switches.split(" "));
        Map<String, Object> values = new LinkedHashMap<>();
        Chart.defaults().forEach((key, value) -> values.put(key, other(key, value)));
        values.put("mode", mode);
        values.put("autoscaling.enabled", components.contains("autoscaling"));
        Map<String, Object> expected = new TreeMap<>();
        List<ChartValue> places =
                ChartValues.ALL.stream().filter(value -> value.counts(mode)).toList();
        for (Node object : Chart.kustomized(mode, components)) {
            Node document = Chart.named(object);
            Object filled = ChartValue.filled(document, places, (place, was) -> merged(was, values.get(place.key())));
            expected.put(document.path(), filled);
        }

        assertSame(HelmRendered.of("other-" + mode + "-" + components.size(), values), expected);
    }

    @Test
    void theChartHasNoComplaintsOfTheStrictLinter() {
        LintResult result = HelmRendered.chart().lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode                | several | mode",
                "autoscaling.enabled | true    | set mode to cluster",
                "cluster.replica     | 3       | replica",
                "secret              | 7       | secret"
            })
    void aMistakeIsRefused(String key, String value, String problem) {
        assertThatThrownBy(() -> HelmRendered.of("refused", Map.of(key, new Yaml().load(value))))
                .hasMessageContaining(problem);
    }

    @Test
    void theChartsVersionIsThatOfTheImage() throws IOException {
        Node chart = new Node("", new Yaml().load(Files.readString(CHART.resolve("Chart.yaml"))));

        assertThat("keywell:" + chart.at("appVersion").text())
                .isEqualTo(Chart.defaults().get("image"));
    }

    private static Map<String, String> made() throws IOException {
        Map<String, Object> defaults = Chart.defaults();
        Map<String, String> made = new TreeMap<>();
        Chart.templates().forEach((name, text) -> made.put("templates/" + name, text));
        made.put("values.yaml", ChartText.values(defaults));
        made.put("values.schema.json", ChartText.schema(defaults));
        String readme = Files.readString(CHART.resolve("README.md"));
        made.put(
                "README.md",
                readme.replaceFirst(TABLE, java.util.regex.Matcher.quoteReplacement(ChartText.table(defaults))));
        return made;
    }

    private static Map<String, String> there() throws IOException {
        Map<String, String> there = new TreeMap<>();
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            for (Path file : files.filter(
                            file -> !BY_HAND.contains(file.getFileName().toString()))
                    .toList()) {
                there.put("templates/" + file.getFileName(), Files.readString(file));
            }
        }
        for (String file : List.of("values.yaml", "values.schema.json", "README.md")) {
            Path path = CHART.resolve(file);
            if (Files.exists(path)) {
                there.put(file, Files.readString(path));
            }
        }
        return there;
    }

    /** Texts that a template might take for something else. */
    private static Object other(String key, Object value) {
        if (value instanceof Integer number) {
            return number + 1;
        }
        if (value instanceof Boolean) {
            return true;
        }
        if (value instanceof List) {
            return List.of(Map.of("name", "registry"));
        }
        return value instanceof Map ? Map.of("other", key) : key + ": \"{{ .Values }}\" # <&>\n'off'";
    }

    /** Helm merges maps. */
    private static Object merged(Object was, Object other) {
        if (!(was instanceof Map<?, ?> defaults)) {
            return other;
        }
        Map<Object, Object> all = new LinkedHashMap<>(defaults);
        all.putAll((Map<?, ?>) other);
        return all;
    }

    private static void assertSame(List<Node> rendered, Map<String, Object> expected) {
        Map<String, Object> found = trees(rendered);

        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((name, tree) -> assertThat(tree).as(name).isEqualTo(expected.get(name)));
        assertThat(rendered).hasSameSizeAs(expected.entrySet());
    }

    private static Map<String, Object> trees(List<Node> objects) {
        return objects.stream()
                .map(Chart::named)
                .collect(toMap(Node::path, Node::value, (one, two) -> two, TreeMap::new));
    }
}
