package io.keywell.catalog.config;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Properties as a tree. A name that is not configured is a node as well: without a value, without children. */
final class Node {

    private final @Nullable Node parent;
    private final String name;

    /** Made with the first child: most nodes are leaves, and there may be very many. */
    private Map<String, Node> children = Map.of();

    private @Nullable String value;
    private @Nullable Map<String, String> byCapitals;

    private Node(@Nullable Node parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    static Node tree(Map<String, String> properties) {
        Node root = new Node(null, "");
        properties.forEach((property, value) -> {
            Node node = root;
            for (String part : PropertyName.parts(property)) {
                node = node.grow(part);
            }
            node.value = value;
        });
        return root;
    }

    private Node grow(String part) {
        if (children.isEmpty()) {
            children = new TreeMap<>();
        }
        return children.computeIfAbsent(part, name -> new Node(this, name));
    }

    /** The whole name, as an operator would write it. */
    String path() {
        return parent == null ? name : PropertyName.below(parent.path(), name);
    }

    /** The value without blanks around it; null when there is none or a blank one. */
    @Nullable
    String value() {
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Whether no value is here or below. */
    boolean isBlank() {
        return value() == null && children.values().stream().allMatch(Node::isBlank);
    }

    boolean isPresent() {
        return value() != null || !children.isEmpty();
    }

    /**
     * A child with these values, which this node does not keep.
     *
     * @param values by names below the child, with dots between their parts and nothing else that is special
     */
    Node with(String name, Map<String, String> values) {
        Node child = new Node(this, name);
        values.forEach((path, text) -> child.grown(path).value = text);
        return child;
    }

    private Node grown(String path) {
        Node node = this;
        int from = 0;
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
            node = node.grow(path.substring(from, dot));
            from = dot + 1;
        }
        return node.grow(path.substring(from));
    }

    Node child(String name) {
        Node child = children.get(name);
        return child != null ? child : new Node(this, name);
    }

    /** All children, in the order of their names. */
    Map<String, Node> children() {
        return children;
    }

    /** The named children: what the operator has listed here, in the order of the names. */
    Map<String, Node> named() {
        Map<String, Node> named = new LinkedHashMap<>();
        children.forEach((name, child) -> {
            if (!PropertyName.isIndex(name)) {
                named.put(name, child);
            }
        });
        return named;
    }

    /** The named child that a variable's {@code TEAM_A} means: {@code team-a}, {@code team.a}, {@code Team_A}. */
    @Nullable
    String nameInCapitals(String written) {
        if (byCapitals == null) {
            Map<String, String> names = new HashMap<>();
            named().keySet().forEach(name -> names.putIfAbsent(PropertyName.capitals(name), name));
            byCapitals = names;
        }
        return byCapitals.get(written);
    }

    /** The elements {@code [0]}, {@code [1]} ... in the order of their indexes. */
    List<Node> items() {
        return children.entrySet().stream()
                .filter(child -> PropertyName.isIndex(child.getKey()))
                .sorted(Comparator.comparingInt(child -> PropertyName.index(child.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** A list that is written as elements or as one value with commas. */
    List<String> list() {
        List<Node> items = items();
        if (!items.isEmpty()) {
            return items.stream().map(Node::value).flatMap(Stream::ofNullable).toList();
        }
        return commas(value());
    }

    /** The parts between commas, without blanks around them; empty parts do not count. */
    static List<String> commas(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
