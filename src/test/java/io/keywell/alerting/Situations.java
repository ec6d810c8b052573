package io.keywell.alerting;

import io.keywell.alerting.Situation.BudgetUse;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Situations in which all is well but one thing. */
final class Situations {

    private Situations() {}

    static Situation fine() {
        return calls(0, 0);
    }

    static Situation calls(long calls, long failed) {
        return of(Map.of(), calls, failed, Map.of());
    }

    static Situation slow(long timed, long slow) {
        return new Situation(
                Map.of(),
                timed,
                0,
                timed,
                slow,
                Map.of(),
                List.of(),
                List.of(),
                true,
                0,
                0,
                List.of(),
                false,
                Map.of(),
                OptionalLong.empty());
    }

    static Situation exhausted(long calls) {
        return of(Map.of("smart", calls), 0, 0, Map.of());
    }

    static Situation emptyIn(double seconds) {
        return of(Map.of(), 0, 0, Map.of("acme/org-1/*", seconds));
    }

    static Situation budget(BudgetUse budget) {
        return new Situation(
                Map.of(),
                0,
                0,
                0,
                0,
                Map.of(),
                List.of(),
                List.of(),
                true,
                0,
                0,
                List.of(budget),
                false,
                Map.of(),
                OptionalLong.empty());
    }

    static BudgetUse used(boolean team, String name, double used) {
        return new BudgetUse(team, name, used, OptionalDouble.empty());
    }

    private static Situation of(Map<String, Long> exhausted, long calls, long failed, Map<String, Double> toEmpty) {
        return new Situation(
                exhausted,
                calls,
                failed,
                calls,
                0,
                toEmpty,
                List.of(),
                List.of(),
                true,
                0.1,
                0.1,
                List.of(used(false, "web", 0.5)),
                false,
                Map.of("acme/acme-1", 100L * 86_400),
                OptionalLong.of(60 * 86_400));
    }

    /** Everything that does not need a past. */
    static Situation allWrong() {
        return new Situation(
                Map.of(),
                0,
                0,
                0,
                0,
                Map.of("acme/org-1/*", 600.0),
                List.of("acme/acme-1"),
                List.of("acme/org-1"),
                false,
                0.9,
                0.9,
                List.of(used(false, "web", 0.85), used(true, "web", 0.85), used(false, "batch", 1.2)),
                true,
                Map.of("acme/acme-2", 86_400L),
                OptionalLong.of(-1));
    }
}
