package io.keywell.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Helm chart's templates, made of what kubectl renders: nothing is written a second time. A document that is the same
 * in both modes is one template; otherwise each mode has its own, under a condition.
 */
final class Chart {

    private static final String HEADER = "{{- /* Made by io.keywell.k8s.Chart; README.md says how. */ -}}\n";
    private static final Pattern PLACE = Pattern.compile("keywell-value-(\\d+)");
    private static final Pattern GUARDED = Pattern.compile("(?m)^( *\\w+: )keywell-value-(\\d+)\n");

    /** Per component the mode over which it is rendered. */
    private static final Map<String, String> COMPONENTS =
            Map.of("monitoring", "single", "ingress", "single", "autoscaling", "cluster");

    private Chart() {}

    /** What kubectl makes of an overlay with components. */
    static List<Node> kustomized(String mode, List<String> components) {
        String name = Stream.concat(Stream.of(mode), components.stream()).collect(Collectors.joining("-"));
        Path folder = Path.of("target", "kustomize", name);
        String listed = components.stream()
                .map(component -> "  - ../../../k8s/components/" + component + "\n")
                .collect(Collectors.joining());
        String text = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - ../../../k8s/"
                + mode + "\n" + (listed.isEmpty() ? "" : "components:\n" + listed);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("kustomization.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Rendered.of("../" + folder);
    }

    /** The object with a path that names it: {@code Kind/name}. */
    static Node named(Node object) {
        return new Node(object.path() + "/" + object.at("metadata", "name").text(), object.value());
    }

    /** File names with their text. */
    static Map<String, String> templates() {
        Map<String, String> files = new TreeMap<>();
        Map<String, String> single = bodies("single", List.of());
        Map<String, String> cluster = bodies("cluster", List.of());
        single.forEach((name, body) -> {
            if (body.equals(cluster.get(name))) {
                files.put(name + ".yaml", HEADER + body);
            } else {
                files.put(name + (cluster.containsKey(name) ? "-single" : "") + ".yaml", in("single", body));
            }
        });
        cluster.forEach((name, body) -> {
            if (!body.equals(single.get(name))) {
                files.put(name + (single.containsKey(name) ? "-cluster" : "") + ".yaml", in("cluster", body));
            }
        });
        COMPONENTS.forEach((component, mode) -> {
            Map<String, String> without = mode.equals("single") ? single : cluster;
            bodies(mode, List.of(component)).forEach((name, body) -> {
                if (!without.containsKey(name)) {
                    files.put(name + ".yaml", under(".Values." + component + ".enabled", body));
                }
            });
        });
        return files;
    }

    private static String in(String mode, String body) {
        return under("eq .Values.mode \"" + mode + "\"", body);
    }

    private static String under(String condition, String body) {
        return HEADER + "{{- if " + condition + " -}}\n" + body + "{{- end }}\n";
    }

    private static Map<String, String> bodies(String mode, List<String> components) {
        Map<String, String> bodies = new LinkedHashMap<>();
        for (Node object : kustomized(mode, components)) {
            Node document = named(object);
            bodies.put(document.path().toLowerCase(Locale.ROOT).replace('/', '-'), body(document, mode));
        }
        return bodies;
    }

    private static String body(Node document, String mode) {
        List<ChartValue> values =
                ChartValues.ALL.stream().filter(value -> value.counts(mode)).toList();
        Object marked =
                ChartValue.filled(document, values, (value, was) -> "keywell-value-" + ChartValues.ALL.indexOf(value));
        String text = ChartText.yaml(marked).replace("{{", "{{ \"{{\" }}");
        text = GUARDED.matcher(text)
                .replaceAll(line -> Matcher.quoteReplacement(guarded(line.group(), value(line.group(2)))));
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(
                        "{{ toJson .Values." + value(place.group(1)).key() + " }}"));
    }

    private static String guarded(String line, ChartValue value) {
        return value.guard().isEmpty() ? line : "{{- if " + value.guard() + " }}\n" + line + "{{- end }}\n";
    }

    private static ChartValue value(String index) {
        return ChartValues.ALL.get(Integer.parseInt(index));
    }

    /** The values' defaults by key, as the manifests have them. */
    static Map<String, Object> defaults() {
        Map<String, Object> found = new LinkedHashMap<>();
        ChartValues.ALL.forEach(value -> found.put(value.key(), value.initial()));
        collect("single", List.of("ingress", "monitoring"), found);
        collect("cluster", List.of(), found);
        collect("cluster", List.of("autoscaling"), found);
        found.forEach((key, value) -> {
            if (value == null) {
                throw new AssertionError("no manifest has the place of " + key);
            }
        });
        return found;
    }

    private static void collect(String mode, List<String> components, Map<String, Object> found) {
        for (Node object : kustomized(mode, components)) {
            for (ChartValue value : ChartValues.ALL) {
                if (value.counts(mode) && value.initial() == null) {
                    ChartValue.filled(named(object), List.of(value), (place, was) -> seen(place.key(), was, found));
                }
            }
        }
    }

    private static Object seen(String key, Object value, Map<String, Object> found) {
        Object before = found.put(key, value);
        if (before != null && !before.equals(value)) {
            throw new AssertionError(key + " is " + before + " in one place and " + value + " in another");
        }
        return null;
    }
}
