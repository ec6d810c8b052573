package io.keywell.catalog.config;

import java.util.ArrayList;
import java.util.List;

/** What one reading of the configuration has found wrong or doubtful. Reading goes on after a problem, to find them all. */
final class Findings {

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void add(Problem problem) {
        problems.add(problem);
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    List<Problem> problems() {
        return problems;
    }

    List<String> warnings() {
        return warnings;
    }
}
