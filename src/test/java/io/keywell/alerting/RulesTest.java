package io.keywell.alerting;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keywell.alerting.Situation.BudgetUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final long MINUTE = 60_000;

    private final Rules rules = new Rules();

    @Test
    void whereAllIsWellNothingIsFound() {
        assertThat(rules.look(Situations.fine(), 0)).isEmpty();
    }

    @Test
    void whatIsWrongIsFoundAtOnceAndNamed() {
        List<Finding> found = rules.look(Situations.allWrong(), 0);

        assertThat(found.stream().map(Finding::alert).collect(toSet()))
                .containsExactlyInAnyOrder(
                        Alert.POOL_RUNS_DRY,
                        Alert.KEY_DISABLED,
                        Alert.CREDIT_GONE,
                        Alert.STORE_UNREACHABLE,
                        Alert.WAITING_ROOM_FILLING,
                        Alert.LEDGER_BUFFER_FILLING,
                        Alert.BUDGET_80,
                        Alert.BUDGET_100,
                        Alert.CONFIG_REJECTED,
                        Alert.KEY_EXPIRES,
                        Alert.CERTIFICATE_EXPIRES);
        assertThat(found)
                .extracting(Finding::text)
                .contains(
                        "Pool acme/org-1/* is empty in 10 minutes.",
                        "Consumer batch has used 120 % of its budget.",
                        "Key acme/acme-2 expires in 1 days.",
                        "The certificate has expired.");
    }

    @Test
    void oneExhaustedCallIsFoundForTenMinutes() {
        rules.look(Situations.exhausted(5), 0);
        // The first five were before anybody looked, and count: they are of this process.
        assertThat(rules.look(Situations.exhausted(6), MINUTE))
                .extracting(Finding::alert)
                .containsOnly(Alert.EXHAUSTED);
        for (int minute = 2; minute <= 10; minute++) {
            assertThat(rules.look(Situations.exhausted(6), minute * MINUTE)).hasSize(1);
        }
        assertThat(rules.look(Situations.exhausted(6), 11 * MINUTE)).isEmpty();
    }

    @Test
    void aShareOfFailuresNeedsEnoughCallsToSaySomething() {
        assertThat(rules.look(Situations.calls(10, 5), 0)).isEmpty();
        assertThat(rules.look(Situations.calls(1_000, 21), MINUTE))
                .extracting(Finding::alert)
                .containsExactly(Alert.ERROR_RATE);
    }

    @Test
    void failuresOfTheLastFiveMinutesCountAndNoOthers() {
        rules.look(Situations.calls(1_000, 500), 0);

        for (int minute = 1; minute <= 4; minute++) {
            rules.look(Situations.calls(1_000 + minute * 100, 500), minute * MINUTE);
        }

        assertThat(rules.look(Situations.calls(1_500, 500), 5 * MINUTE)).isEmpty();
    }

    @Test
    void moreThanOneSlowCallInAHundredIsFoundUntilItIsOver() {
        assertThat(rules.look(Situations.slow(1_000, 10), 0)).isEmpty();
        assertThat(rules.look(Situations.slow(2_000, 31), MINUTE))
                .extracting(Finding::alert)
                .containsExactly(Alert.SLOW);
        assertThat(rules.look(Situations.slow(4_000, 31), 6 * MINUTE)).isEmpty();
    }

    @Test
    void aPoolThatIsNotFallingIsNotFound() {
        assertThat(rules.look(Situations.emptyIn(Double.POSITIVE_INFINITY), 0)).isEmpty();
        assertThat(rules.look(Situations.emptyIn(1_799), 1)).hasSize(1);
        assertThat(rules.look(Situations.emptyIn(1_800), 2)).isEmpty();
    }

    @Test
    void aBudgetWarnsAtItsOwnThresholdWhereItHasOne() {
        assertThat(budget(0.79, OptionalDouble.empty())).isEmpty();
        assertThat(budget(0.8, OptionalDouble.empty())).containsExactly(Alert.BUDGET_80);
        assertThat(budget(0.49, OptionalDouble.of(0.5))).isEmpty();
        assertThat(budget(0.5, OptionalDouble.of(0.5))).containsExactly(Alert.BUDGET_SOFT);
        assertThat(budget(0.85, OptionalDouble.of(0.9))).isEmpty();
        assertThat(budget(0.99, OptionalDouble.of(1))).isEmpty();
        assertThat(budget(1, OptionalDouble.of(0.5))).containsExactly(Alert.BUDGET_100);
    }

    private List<Alert> budget(double used, OptionalDouble soft) {
        Situation now = Situations.budget(new BudgetUse(false, "web", used, soft));
        return rules.look(now, 0).stream().map(Finding::alert).toList();
    }

    @Test
    void aTeamAndAConsumerOfOneNameAreTwoThings() {
        List<Finding> found = rules.look(Situations.allWrong(), 0);

        assertThat(found)
                .filteredOn(finding -> finding.alert() == Alert.BUDGET_80)
                .extracting(Finding::subject, Finding::text)
                .containsExactly(
                        tuple("web", "Consumer web has used 85 % of its budget."),
                        tuple("team/web", "Team web has used 85 % of its budget."));
    }

    /** But for two: a gateway that is down cannot tell, and what a provider takes to begin is not its own doing. */
    @Test
    void everyAlertOfTheRunBookIsBuiltIn() throws Exception {
        Set<String> entries = Files.readAllLines(Path.of("docs/operations.md")).stream()
                .filter(line -> line.startsWith("### Keywell"))
                .map(line -> line.substring(4))
                .collect(toSet());
        entries.removeAll(Set.of("KeywellDown", "KeywellFirstTokenSlow"));

        assertThat(Stream.of(Alert.values()).map(Alert::title)).containsExactlyInAnyOrderElementsOf(entries);
    }
}
