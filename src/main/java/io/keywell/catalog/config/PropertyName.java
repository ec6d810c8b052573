package io.keywell.catalog.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The parts of a dotted name. {@code a."b.c".d[0]} has the parts {@code a}, {@code b.c}, {@code d} and {@code [0]}.
 */
final class PropertyName {

    private static final Pattern NOT_IN_VARIABLES = Pattern.compile("[^A-Z0-9]");

    private PropertyName() {}

    static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != '.' && c != '[')) {
                part.append(c);
            } else {
                flush(part, parts);
                if (c == '[') {
                    part.append(c);
                }
            }
        }
        flush(part, parts);
        return parts;
    }

    private static void flush(StringBuilder part, List<String> parts) {
        if (!part.isEmpty()) {
            parts.add(part.toString());
            part.setLength(0);
        }
    }

    /** The name of a part below {@code parent}. */
    static String below(String parent, String part) {
        if (parent.isEmpty() || isIndex(part)) {
            return parent + part;
        }
        return parent + "." + (part.indexOf('.') < 0 && part.indexOf('[') < 0 ? part : '"' + part + '"');
    }

    static String join(List<String> parts) {
        String name = "";
        for (String part : parts) {
            name = below(name, part);
        }
        return name;
    }

    /** As it stands in the name of a variable: capitals and digits, an underscore for all other characters. */
    static String capitals(String part) {
        return NOT_IN_VARIABLES.matcher(part.toUpperCase(Locale.ROOT)).replaceAll("_");
    }

    /** Whether the part is an index such as {@code [0]}. */
    static boolean isIndex(String part) {
        if (part.length() < 3 || part.length() > 8 || part.charAt(0) != '[' || !part.endsWith("]")) {
            return false;
        }
        return part.substring(1, part.length() - 1).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static int index(String part) {
        return Integer.parseInt(part.substring(1, part.length() - 1));
    }
}
