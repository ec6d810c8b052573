package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.Budget;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.catalog.Window.Period;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.core.Secret;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetsTest {

    private static List<Allowance> allowances(String... lines) {
        return Configured.with(lines).catalog().consumer(new Secret("kw-web")).allowances();
    }

    @Test
    void aBudgetIsALimitInMillionthsOfItsCurrency() {
        Window.Calendar window = new Window.Calendar(Period.DAY, ZoneId.of("Europe/Berlin"));

        assertThat(allowances(
                        "consumers.web.key=kw-web",
                        "consumers.web.budget.amount=50_000.25",
                        "consumers.web.budget.currency=usd",
                        "consumers.web.budget.period=day",
                        "consumers.web.budget.zone=Europe/Berlin",
                        "consumers.web.budget.soft=0.5"))
                .containsExactly(new Allowance(
                        new QuotaKey("budget", "consumer/web", "*"),
                        new Limits(List.of(new Limit(Dimension.BUDGET, 50_000_250_000L, window))),
                        false,
                        new Budget(50_000_250_000L, window, 0.5)));
    }

    @Test
    void withoutMoreWordsItIsAMonthOfUtcAndWarnsAtFourFifths() {
        assertThat(allowances("consumers.web.key=kw-web", "consumers.web.budget.amount=0.0000001"))
                .singleElement()
                .extracting(Allowance::budget)
                .as("the smallest amount that is counted")
                .isEqualTo(new Budget(1, new Window.Calendar(Period.MONTH, ZoneOffset.UTC), 0.8));
    }

    @Test
    void aConsumerIsCountedOnWhatIsItsOwnAndOnWhatIsItsTeams() {
        assertThat(allowances(
                        "consumers.web.key=kw-web",
                        "consumers.web.team=store",
                        "consumers.web.budget.amount=1",
                        "consumers.web.limits.requests-per-minute=5",
                        "teams.store.budget.amount=2",
                        "teams.store.limits.requests-per-minute=7"))
                .extracting(allowance -> allowance.account() + " " + allowance.shared())
                .containsExactly(
                        "budget:consumer/web:* false",
                        "consumer:web:* false",
                        "budget:team/store:* true",
                        "team:store:* true");
    }

    @Test
    void aTeamIsOnlyANameWhereNoneIsConfigured() {
        assertThat(allowances("consumers.web.key=kw-web", "consumers.web.team=store"))
                .isEmpty();
    }
}
