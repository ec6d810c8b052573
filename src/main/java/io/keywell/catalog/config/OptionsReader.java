package io.keywell.catalog.config;

import io.keywell.catalog.Vendor;
import io.keywell.catalog.Vendor.Option;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code keywell.providers.*.options}: what the vendor's row declares, and nothing else. */
final class OptionsReader {

    /** Options stand in addresses, so nothing that would have to be escaped there. */
    private static final Pattern VALUE = Pattern.compile("(https?://)?[A-Za-z0-9._:-]{1,128}/?");

    private final Findings findings;
    private final Map<String, String> environment;

    OptionsReader(Findings findings, Map<String, String> environment) {
        this.findings = findings;
        this.environment = environment;
    }

    /**
     * The options by their declared names. A wrong one and a needed one that is missing are reported.
     *
     * @param node the provider's {@code options}
     * @return null when something was reported
     */
    @Nullable
    Map<String, String> read(Vendor vendor, Node node) {
        int problemsBefore = findings.problems().size();
        List<Option> declared = vendor.setup().options();
        refuseUnknown(vendor, declared, node);
        Map<String, String> options = new HashMap<>();
        for (Option option : declared) {
            String value = value(option, node);
            if (value != null) {
                options.put(option.name(), value);
            } else if (option.needed()) {
                String variable = option.variable() == null ? "" : ", here or in " + option.variable();
                findings.add(Problem.missing(node.child(option.name()).path(), option.meaning() + variable));
            }
        }
        return findings.problems().size() == problemsBefore ? options : null;
    }

    /** Names of the needed options that are nowhere. */
    List<String> missing(Vendor vendor, Node node) {
        return vendor.setup().options().stream()
                .filter(option -> option.needed() && value(option, node) == null)
                .map(option -> node.child(option.name()).path())
                .toList();
    }

    /** Whether the vendor's address is known without a {@code base-url}; asked when no option is missing. */
    boolean addresses(Vendor vendor, Node node) {
        Map<String, String> options = new HashMap<>();
        for (Option option : vendor.setup().options()) {
            String value = value(option, node);
            if (value != null) {
                options.put(option.name(), value);
            }
        }
        return vendor.address(options) != null;
    }

    private @Nullable String value(Option option, Node node) {
        Node named = node.child(option.name());
        Node used = option.alias() == null || named.value() != null ? named : node.child(option.alias());
        String value = used.value();
        String path = used.path();
        if (value == null && option.variable() != null) {
            value = environment.get(option.variable());
            path = option.variable();
        }
        if (value == null || value.isBlank()) {
            return null;
        }
        String stripped = value.strip();
        if (!VALUE.matcher(stripped).matches()) {
            findings.add(Problem.wrong(path, stripped, option.meaning() + " (letters, digits, dots, dashes, colons)"));
        }
        return stripped;
    }

    private void refuseUnknown(Vendor vendor, List<Option> declared, Node node) {
        Set<String> known = new HashSet<>();
        for (Option option : declared) {
            known.add(option.name());
            if (option.alias() != null) {
                known.add(option.alias());
            }
        }
        node.named().forEach((name, option) -> {
            if (!option.isBlank() && !known.contains(name)) {
                String expected = known.isEmpty()
                        ? "no options, " + vendor.type() + " has none"
                        : Suggestion.oneOf(known.stream().sorted().toList()) + Suggestion.didYouMean(name, known);
                findings.add(new Problem(option.path(), "an unknown name", expected));
            }
        });
    }
}
