package io.keywell.catalog.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every name that the catalog's configuration has; {@code docs/configuration.md} explains each. {@code *} stands for a
 * name of the operator's choice, {@code []} for an index; {@code []} at the end marks a list that may also be one
 * value with commas.
 */
final class KnownNames {

    static final String ROOT = "keywell";

    /** The parts of {@code keywell} that belong to the catalog. */
    static final List<String> CATALOG_SECTIONS = List.of("auth", "consumers", "models", "prices", "providers", "teams");

    /** The parts of {@code keywell} that other features read and check by themselves. */
    private static final List<String> OTHER_SECTIONS = List.of(
            "admin",
            "alerting",
            "cache",
            "config-file",
            "data-dir",
            "database",
            "drain",
            "encryption",
            "ingress",
            "ledger",
            "logging",
            "port",
            "quota",
            "simulator",
            "tracing",
            "upstream",
            "waiting");

    private static final List<String> LIMITS = List.of(
            "requests-per-minute",
            "requests-per-day",
            "tokens-per-minute",
            "tokens-per-day",
            "input-tokens-per-minute",
            "output-tokens-per-minute",
            "concurrent",
            "window");

    private static final List<String> BUDGET = List.of("amount", "currency", "period", "zone", "soft");

    static final List<Pattern> PATTERNS = Stream.of(
                    below("keywell.providers.*.", "type", "base-url", "link-local", "options.*", "api-keys[]"),
                    below(
                            "keywell.providers.*.keys.*.",
                            "secret",
                            "secret-file",
                            "pool",
                            "weight",
                            "models[]",
                            "state"),
                    below("keywell.providers.*.keys.*.", "expires-at"),
                    below("keywell.providers.*.pools.*.", "billing", "limits[].model"),
                    LIMITS.stream().map(name -> "keywell.providers.*.pools.*.limits[]." + name),
                    below("keywell.models.*.", "max-wait", "state", "deprecated-at", "sunset", "successor"),
                    below("keywell.models.*.targets[].", "provider", "model", "tier", "weight"),
                    below("keywell.consumers.*.", "key", "keys[]", "key-sha256[]", "team", "models[]", "priority"),
                    below("keywell.consumers.*.", "max-wait"),
                    BUDGET.stream().map(name -> "keywell.consumers.*.budget." + name),
                    LIMITS.stream().map(name -> "keywell.consumers.*.limits." + name),
                    LIMITS.stream().map(name -> "keywell.teams.*.limits." + name),
                    BUDGET.stream().map(name -> "keywell.teams.*.budget." + name),
                    below("keywell.prices.*.", "provider", "model", "input", "output", "cache-read", "cache-write"),
                    below("keywell.auth.", "anonymous"))
            .flatMap(names -> names)
            .map(Pattern::new)
            .toList();

    private KnownNames() {}

    private static Stream<String> below(String parent, String... names) {
        return Stream.of(names).map(name -> parent + name);
    }

    /**
     * Reports each name that nobody reads, unless all below it is blank, as an empty list is.
     *
     * @param root the node of {@code keywell}
     */
    static void check(Node root, Findings findings) {
        check(root, 1, PATTERNS, findings);
    }

    /**
     * @param depth of the node's children
     * @param fitting the patterns that fit so far
     */
    private static void check(Node node, int depth, List<Pattern> fitting, Findings findings) {
        List<Pattern> open = open(fitting, depth);
        if (open.isEmpty()) {
            findings.add(new Problem(node.path(), "a section or a list", "a single value"));
            return;
        }
        node.children().forEach((name, child) -> {
            if (child.isBlank() || (depth == 1 && OTHER_SECTIONS.contains(name))) {
                return;
            }
            List<Pattern> next = next(open, depth, name);
            if (next.isEmpty()) {
                Set<String> options = options(open, depth);
                String expected = Suggestion.oneOf(options) + Suggestion.didYouMean(name, options);
                findings.add(new Problem(child.path(), "an unknown name", expected));
            } else if (child.value() != null && next.stream().noneMatch(pattern -> pattern.mayEndAt(depth + 1))) {
                String expected = "a section with " + Suggestion.oneOf(options(next, depth + 1)) + ", not a value";
                findings.add(Problem.hidden(child.path(), expected));
            } else if (!child.children().isEmpty()) {
                check(child, depth + 1, next, findings);
            }
        });
    }

    // Loops, because there may be hundreds of thousands of names.
    private static List<Pattern> open(List<Pattern> fitting, int depth) {
        List<Pattern> open = new ArrayList<>(fitting.size());
        for (Pattern pattern : fitting) {
            if (pattern.parts().size() > depth) {
                open.add(pattern);
            }
        }
        return open;
    }

    private static List<Pattern> next(List<Pattern> open, int depth, String name) {
        List<Pattern> next = new ArrayList<>(open.size());
        for (Pattern pattern : open) {
            if (Pattern.fits(pattern.parts().get(depth), name)) {
                next.add(pattern);
            }
        }
        return next;
    }

    /** What the patterns have at the depth, in words. */
    private static Set<String> options(List<Pattern> patterns, int depth) {
        Set<String> options = new TreeSet<>(depth == 1 ? OTHER_SECTIONS : List.of());
        patterns.forEach(pattern -> options.add(Pattern.inWords(pattern.parts().get(depth))));
        return options;
    }

    /** One known name. */
    record Pattern(String text, List<String> parts) {

        Pattern(String text) {
            this(text, PropertyName.parts(text));
        }

        /** Whether the last part is a list of plain values. */
        boolean isList() {
            return text.endsWith("[]");
        }

        /** Whether a name of that many parts is whole. */
        boolean mayEndAt(int size) {
            return size == parts.size() || (isList() && size == parts.size() - 1);
        }

        private static boolean fits(String pattern, String part) {
            return switch (pattern) {
                case "*" -> !PropertyName.isIndex(part);
                case "[]" -> PropertyName.isIndex(part);
                default -> pattern.equals(part);
            };
        }

        private static String inWords(String part) {
            return switch (part) {
                case "*" -> "a name of your choice";
                case "[]" -> "a list";
                default -> part;
            };
        }
    }
}
