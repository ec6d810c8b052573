package io.keywell.k8s;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A value of a parsed YAML document with its place; what is absent is an empty node. */
record Node(String path, Object value) {

    Node at(String... keys) {
        Node node = this;
        for (String key : keys) {
            node = new Node(node.path + "." + key, node.map().get(key));
        }
        return node;
    }

    Stream<Node> items() {
        List<?> list = value instanceof List<?> items ? items : List.of();
        return list.stream().map(item -> new Node(path + "[]", item));
    }

    Map<?, ?> map() {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    Set<?> keys() {
        return map().keySet();
    }

    String text() {
        return String.valueOf(value);
    }

    boolean is(Object expected) {
        return expected.equals(value);
    }
}
