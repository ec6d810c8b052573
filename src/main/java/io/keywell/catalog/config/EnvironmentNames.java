package io.keywell.catalog.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the property that a variable such as {@code KEYWELL_PROVIDERS_OPENAI_KEYS_TEAM_A_SECRET} means.
 *
 * <p>Underscores stand for dots, dashes and brackets alike, so one variable can be read in several ways. Of all ways that
 * give a known name the best is the one with the most names that the files already have ({@code TEAM_A} finds
 * {@code team-a}, {@code team.a} or {@code Team_A}), then the one with the longest fixed ending, then the one with the
 * shortest first name. A name that the files do not have becomes lower case with dashes.
 */
final class EnvironmentNames {

    private static final int NEAR = 2;

    private final Node files;
    private final Findings findings;

    EnvironmentNames(Map<String, String> files, Findings findings) {
        this.files = Node.tree(files);
        this.findings = findings;
    }

    /**
     * One way to read a variable, or its beginning.
     *
     * @param at where it leads in the files
     * @param known how many of the chosen names the files have
     * @param ending the number of letters after the last chosen name
     * @param first the number of words in the first chosen name
     */
    private record Reading(List<String> parts, Node at, int known, int ending, int first) {

        static final Comparator<Reading> BEST_FIRST = Comparator.comparingInt(Reading::known)
                .thenComparingInt(Reading::ending)
                .reversed()
                .thenComparingInt(Reading::first);

        Reading fixed(String part) {
            return new Reading(and(part), at.child(part), known, ending + part.length(), first);
        }

        Reading chosen(List<String> words) {
            String written = String.join("_", words);
            String inFiles = at.nameInCapitals(written);
            String name =
                    inFiles != null ? inFiles : written.toLowerCase(Locale.ROOT).replace('_', '-');
            int nowKnown = inFiles != null ? known + 1 : known;
            return new Reading(and(name), at.child(name), nowKnown, 0, first == 0 ? words.size() : first);
        }

        private List<String> and(String part) {
            List<String> longer = new ArrayList<>(parts);
            longer.add(part);
            return longer;
        }
    }

    /** The properties of the files with those of the environment over them. Reports variables that mean nothing. */
    static Map<String, String> over(Map<String, String> files, Map<String, String> environment, Findings findings) {
        Map<String, String> ours = new TreeMap<>(environment);
        ours.keySet().removeIf(variable -> !isOurs(variable));
        if (ours.isEmpty()) {
            return files;
        }
        EnvironmentNames names = new EnvironmentNames(files, findings);
        Map<String, String> all = new HashMap<>(files);
        ours.forEach((variable, value) -> {
            String property = names.property(variable);
            if (property != null) {
                all.keySet().removeIf(name -> name.startsWith(property + "["));
                all.put(property, value);
            }
        });
        return all;
    }

    private static boolean isOurs(String variable) {
        return KnownNames.CATALOG_SECTIONS.stream()
                .anyMatch(section -> variable.startsWith("KEYWELL_" + section.toUpperCase(Locale.ROOT) + "_"));
    }

    private @Nullable String property(String variable) {
        List<String> words = List.of(variable.split("_"));
        List<Reading> readings = new ArrayList<>();
        for (KnownNames.Pattern pattern : KnownNames.PATTERNS) {
            read(pattern, new Reading(List.of(), files, 0, 0, 0), words, readings);
        }
        if (readings.isEmpty()) {
            String expected = "the name of a property in capitals, with underscores for all other characters";
            findings.add(new Problem(variable, "an unknown name", expected + suggestion(variable, words)));
            return null;
        }
        Reading best = readings.stream().min(Reading.BEST_FIRST).orElseThrow();
        return PropertyName.join(best.parts());
    }

    /** Collects every way to read the words as what follows {@code sofar} in the pattern. */
    private static void read(KnownNames.Pattern pattern, Reading sofar, List<String> words, List<Reading> found) {
        int part = sofar.parts().size();
        if (words.isEmpty() && pattern.mayEndAt(part)) {
            found.add(sofar);
        }
        if (words.isEmpty() || part == pattern.parts().size()) {
            return;
        }
        String expected = pattern.parts().get(part);
        switch (expected) {
            case "*" -> {
                for (int n = 1; n <= words.size(); n++) {
                    read(pattern, sofar.chosen(words.subList(0, n)), words.subList(n, words.size()), found);
                }
            }
            case "[]" -> {
                if (words.get(0).matches("\\d{1,5}")) {
                    int n = words.size() > 1 && words.get(1).isEmpty() ? 2 : 1;
                    String index = "[" + Integer.parseInt(words.get(0)) + "]";
                    read(pattern, sofar.fixed(index), words.subList(n, words.size()), found);
                }
            }
            default -> {
                List<String> fixed = List.of(PropertyName.capitals(expected).split("_"));
                int n = fixed.size();
                if (words.size() >= n && words.subList(0, n).equals(fixed)) {
                    read(pattern, sofar.fixed(expected), words.subList(n, words.size()), found);
                }
            }
        }
    }

    /** The variable with its last words replaced by a known ending, if that is near. */
    private static String suggestion(String variable, List<String> words) {
        Set<String> candidates = new TreeSet<>();
        for (KnownNames.Pattern pattern : KnownNames.PATTERNS) {
            List<String> parts = pattern.parts();
            String ending = PropertyName.capitals(parts.get(parts.size() - (pattern.isList() ? 2 : 1)));
            int n = ending.split("_").length;
            if (words.size() > n + 1 && words.get(1).equals(PropertyName.capitals(parts.get(1)))) {
                candidates.add(String.join("_", words.subList(0, words.size() - n)) + "_" + ending);
            }
        }
        return Suggestion.didYouMean(variable, candidates, NEAR);
    }
}
