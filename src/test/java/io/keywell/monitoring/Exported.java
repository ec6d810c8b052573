package io.keywell.monitoring;

import io.keywell.telemetry.MetricNames;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of all metrics, as Prometheus sees them. */
final class Exported {

    private static final Pattern NAME = Pattern.compile("\\b(?:keywell|gen_ai)_[a-z_]+\\b");
    private static final List<String> SUFFIXES = List.of(
            "", "_total", "_seconds", "_seconds_bucket", "_seconds_sum", "_seconds_count", "_bucket", "_sum", "_count");

    private Exported() {}

    static Set<String> names() {
        Set<String> names = new HashSet<>();
        for (Field field : MetricNames.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                String name = value(field).replace('.', '_');
                SUFFIXES.forEach(suffix -> names.add(name + suffix));
            }
        }
        return names;
    }

    /** Metrics that an expression asks for. */
    static Set<String> in(String text) {
        Matcher matcher = NAME.matcher(text);
        return matcher.results().map(found -> found.group()).collect(Collectors.toSet());
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
