package io.keywell.k8s;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What differs between installations by Helm.
 *
 * @param key in the chart's values, dotted; one that begins with the name of a mode counts in that mode only
 * @param about for its reader
 * @param initial its default where the manifests say nothing; null for what stands in them
 * @param guard the template's condition for the field to be there; empty for always
 * @param spots where it stands in the manifests
 */
record ChartValue(String key, String about, Object initial, String guard, List<Spot> spots) {

    static ChartValue of(String key, String about, Spot... spots) {
        return new ChartValue(key, about, null, "", List.of(spots));
    }

    /** A field of the manifests that is there under a condition only. */
    static ChartValue when(String guard, String key, String about, Spot... spots) {
        return new ChartValue(key, about, null, guard, List.of(spots));
    }

    /** A field that the manifests do not have, and the chart only where it is given a value. */
    static ChartValue added(String key, String about, Object initial, Spot... spots) {
        return new ChartValue(key, about, initial, ".Values." + key, List.of(spots));
    }

    /** Decides which documents there are; stands in none. */
    static ChartValue decides(String key, String about, Object initial) {
        return new ChartValue(key, about, initial, "", List.of());
    }

    /**
     * @param path of a field, beginning with {@code Kind/name}; list items are {@code []}
     * @param was what must stand there; null for anything
     */
    record Spot(String path, Object was) {

        static Spot at(String path) {
            return new Spot(path, null);
        }

        static Spot at(String path, Object was) {
            return new Spot(path, was);
        }

        private boolean isOf(String map) {
            return path.lastIndexOf('.') == map.length() && path.startsWith(map);
        }
    }

    boolean counts(String mode) {
        return ChartValues.MODES.stream().noneMatch(other -> !other.equals(mode) && key.startsWith(other + "."));
    }

    private boolean isAt(Node node) {
        return spots.stream()
                .anyMatch(spot -> spot.path().equals(node.path())
                        && (spot.was() == null || spot.was().equals(node.value())));
    }

    /**
     * A manifest with other values.
     *
     * @param other given a value and what stands in its place (null where the field is added), what is to stand there;
     *     null to leave it
     */
    static Object filled(Node node, List<ChartValue> values, BiFunction<ChartValue, Object, Object> other) {
        Object put = values.stream()
                .filter(value -> value.isAt(node))
                .map(value -> other.apply(value, node.value()))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
        if (put != null) {
            return put;
        }
        if (node.value() instanceof List<?>) {
            List<Object> items = new ArrayList<>();
            node.items().forEach(item -> items.add(filled(item, values, other)));
            return items;
        }
        return node.value() instanceof Map<?, ?> ? filledMap(node, values, other) : node.value();
    }

    private static Object filledMap(Node node, List<ChartValue> values, BiFunction<ChartValue, Object, Object> other) {
        Map<String, Object> fields = new LinkedHashMap<>();
        node.keys().forEach(key -> fields.put((String) key, filled(node.at((String) key), values, other)));
        for (ChartValue value : values) {
            for (Spot spot : value.spots()) {
                Object put = value.initial() != null && spot.isOf(node.path()) ? other.apply(value, null) : null;
                if (put != null) {
                    fields.put(spot.path().substring(node.path().length() + 1), put);
                }
            }
        }
        return fields;
    }
}
