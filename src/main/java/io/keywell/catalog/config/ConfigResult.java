package io.keywell.catalog.config;

import io.keywell.catalog.Catalog;
import java.util.List;
import java.util.stream.Collectors;

/** What a configuration amounts to: a whole catalog or none. */
public sealed interface ConfigResult {

    /**
     * @param warnings what is allowed but probably not meant; without secrets
     */
    record Accepted(Catalog catalog, List<String> warnings) implements ConfigResult {
        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @param problems everything that is wrong, not only the first; not empty
     */
    record Rejected(List<Problem> problems) implements ConfigResult {
        public Rejected {
            problems = List.copyOf(problems);
        }

        /** One line that counts the problems, then one line for each. */
        public String message() {
            return count() + ":\n  " + joined("\n  ");
        }

        /** The same in one line, for a log. */
        public String line() {
            return count() + ": " + joined(" | ");
        }

        private String count() {
            return "The configuration has " + (problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        }

        private String joined(String separator) {
            return problems.stream().map(Problem::toString).collect(Collectors.joining(separator));
        }
    }
}
