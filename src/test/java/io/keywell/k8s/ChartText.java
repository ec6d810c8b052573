package io.keywell.k8s;

import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** How the chart's files are written. */
final class ChartText {

    private static final Map<Class<?>, String> TYPES = Map.of(
            String.class, "string",
            Integer.class, "integer",
            Boolean.class, "boolean",
            Map.class, "object",
            List.class, "array");

    private ChartText() {}

    /** Blocks for maps, lists and texts of several lines. */
    static String yaml(Object tree) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(new Lines(options), options).dump(tree);
    }

    private static final class Lines extends Representer {

        Lines(DumperOptions options) {
            super(options);
        }

        @Override
        protected Node representScalar(Tag tag, String value, ScalarStyle style) {
            return super.representScalar(tag, value, value.contains("\n") ? ScalarStyle.LITERAL : style);
        }
    }

    /** The values with what they are for, in their order. */
    static String values(Map<String, Object> defaults) {
        StringBuilder text =
                new StringBuilder("# Made by io.keywell.k8s.Chart of the manifests beside; README.md says how.\n");
        String[] last = {};
        for (ChartValue value : ChartValues.ALL) {
            String[] names = value.key().split("\\.");
            int depth = 0;
            while (depth < names.length - 1 && depth < last.length - 1 && names[depth].equals(last[depth])) {
                depth++;
            }
            for (; depth < names.length - 1; depth++) {
                text.append("  ".repeat(depth)).append(names[depth]).append(":\n");
            }
            String entry = "# " + value.about().replace("`", "") + "\n"
                    + yaml(Map.of(names[depth], defaults.get(value.key())));
            text.append(entry.indent(2 * depth));
            last = names;
        }
        return text.toString();
    }

    /** Dotted keys as the tree that they name. */
    static Map<String, Object> nested(Map<String, Object> values) {
        Map<String, Object> tree = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            int dot = key.indexOf('.');
            if (dot < 0) {
                tree.put(key, value);
            } else {
                tree.put(key.substring(0, dot), nested(below(key.substring(0, dot + 1), values)));
            }
        });
        return tree;
    }

    private static Map<String, Object> below(String prefix, Map<String, Object> values) {
        Map<String, Object> below = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                below.put(key.substring(prefix.length()), value);
            }
        });
        return below;
    }

    /** Refuses a value of the wrong type, and a name that is none. */
    static String schema(Map<String, Object> defaults) {
        Map<String, Object> root = object();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        defaults.forEach((key, value) -> {
            Map<String, Object> parent = root;
            String[] names = key.split("\\.");
            for (int i = 0; i < names.length - 1; i++) {
                parent = child(properties(parent), names[i]);
            }
            properties(parent).put(names[names.length - 1], type(key, value));
        });
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(root) + "\n";
    }

    private static Map<String, Object> type(String key, Object value) {
        if (key.equals("mode")) {
            return Map.of("enum", ChartValues.MODES);
        }
        return Map.of(
                "type",
                TYPES.entrySet().stream()
                        .filter(type -> type.getKey().isInstance(value))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow());
    }

    private static Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("additionalProperties", false);
        object.put("properties", new LinkedHashMap<String, Object>());
        return object;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> properties(Map<String, Object> object) {
        return (Map<String, Object>) object.get("properties");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> child(Map<String, Object> properties, String name) {
        return (Map<String, Object>) properties.computeIfAbsent(name, absent -> object());
    }

    /** The values as a table of Markdown; what is long is told by the file of the defaults alone. */
    static String table(Map<String, Object> defaults) {
        return ChartValues.ALL.stream()
                .map(value -> "| `" + value.key() + "` | " + brief(defaults.get(value.key())) + " | " + value.about()
                        + " |\n")
                .collect(Collectors.joining("", "| value | default | what it is |\n|---|---|---|\n", ""));
    }

    private static String brief(Object value) {
        String text = value.toString();
        if (text.isEmpty()) {
            return "none";
        }
        return value instanceof Map || text.contains("\n") ? "see values.yaml" : "`" + text + "`";
    }
}
