package io.keywell.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Budget;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Model;
import io.keywell.catalog.Price;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Window;
import io.keywell.catalog.Window.Period;
import io.keywell.core.Bytes;
import io.keywell.core.Cancellation;
import io.keywell.core.Dialect;
import io.keywell.core.Dimension;
import io.keywell.core.Exchange;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Operation;
import io.keywell.core.QuotaKey;
import io.keywell.core.RequestFacts;
import io.keywell.core.Secret;
import io.keywell.quota.ManualClock;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.local.LocalQuotaStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a request costs is taken of its caller's and its team's money before it may start. */
class SpendingTest {

    private static final long APRIL = Instant.parse("2026-04-01T00:00:00Z").toEpochMilli();
    private static final QuotaKey TEAM = QuotaKey.team("store");

    /** A million of tokens costs a dollar, and two. */
    private static final Price CHEAP = new Price(1_000_000, 2_000_000, 1_000_000, 1_000_000);

    private static final Price DEAR = new Price(3_000_000, 6_000_000, 3_000_000, 3_000_000);

    private final ManualClock clock = new ManualClock("2026-03-04T10:00:00Z");
    private final LocalQuotaStore store = new LocalQuotaStore(clock);
    private final Admission admission =
            new Admission(store, new InputEstimates(), new OutputEstimates(), Counts.none(), clock);
    private final Map<Sha256, Consumer> keys = new HashMap<>();

    private static @Nullable Budget dollars(int amount) {
        return amount == 0
                ? null
                : new Budget(amount * 1_000_000L, new Window.Calendar(Period.MONTH, ZoneOffset.UTC), 0.8);
    }

    private static Limits limits(int requests) {
        return requests == 0
                ? Limits.NONE
                : new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, requests, Window.SLIDING)));
    }

    private void consumer(String name, int requests, int money, List<Allowance> team) {
        QuotaKey account = QuotaKey.consumer(name);
        List<Allowance> all = Stream.concat(
                        Allowance.of(account, limits(requests), dollars(money)).stream(), team.stream())
                .toList();
        keys.put(Sha256.of(name), new Consumer(name, null, List.of(), 4, limits(requests), -1, account, all));
    }

    private static List<Allowance> team(int requests, int money) {
        return Allowance.of(TEAM, limits(requests), dollars(money));
    }

    private static Model.Target target(@Nullable Price price) {
        Provider provider = new Provider("acme", "openai", BaseUrl.parse("https://example.com"), List.of());
        return new Model.Target(provider, "m", 0, 1, "m", price);
    }

    private static Model model(String name, Model.Target... targets) {
        return new Model(name, List.of(targets), -1, Lifecycle.of(Model.State.PUBLISHED));
    }

    /** A request of so many tokens in and out. */
    private Admitted ask(String key, String model, long input, long output) {
        Catalog catalog = new Catalog(
                Map.of(),
                Map.of(
                        "cheap",
                        model("cheap", target(CHEAP)),
                        "mixed",
                        model("mixed", target(CHEAP), target(DEAR), target(null)),
                        "unpriced",
                        model("unpriced", target(null))),
                new ConsumerKeys(keys),
                Map.of());
        Exchange exchange = new Exchange(
                "req_1",
                Operation.CHAT,
                Dialect.OPENAI,
                model,
                false,
                new RequestFacts(input, output, -1, -1, -1, -1, false),
                Bytes.EMPTY,
                null,
                null,
                List.of(),
                null,
                new Secret(key),
                false,
                -1,
                Exchange.Fallback.PROVIDERS,
                false,
                null,
                0,
                clock.now(),
                new Cancellation(),
                null);
        return admission.admit(exchange, catalog);
    }

    private Permit allowed(String key, String model, long input, long output) {
        Admitted.Allowed allowed = (Admitted.Allowed) ask(key, model, input, output);
        return Objects.requireNonNull(allowed.permit());
    }

    private GatewayError refused(String key, String model, long input, long output) {
        return ((Admitted.Refused) ask(key, model, input, output)).error();
    }

    /** Millionths of a dollar that are left. */
    private long left(QuotaKey spender, int money) {
        Limits limits =
                Allowance.of(spender, Limits.NONE, dollars(money)).get(0).limits();
        return store.account(QuotaKey.budgetOf(spender), limits).levels().get(0).left();
    }

    @Test
    void whatARequestMayCostWhereItIsDearestIsReserved() {
        consumer("web", 0, 100, List.of());

        allowed("web", "cheap", 1_000_000, 2_000_000);
        assertThat(left(QuotaKey.consumer("web"), 100)).isEqualTo(95_000_000);
        allowed("web", "mixed", 1_000_000, 2_000_000);
        assertThat(left(QuotaKey.consumer("web"), 100)).isEqualTo(80_000_000);
        allowed("web", "unpriced", 1_000_000, 2_000_000);
        assertThat(left(QuotaKey.consumer("web"), 100)).isEqualTo(80_000_000);
        allowed("web", "cheap", 1, 0);
        assertThat(left(QuotaKey.consumer("web"), 100))
                .as("the smallest cost is rounded up")
                .isEqualTo(79_999_999);
    }

    @Test
    void aSpentBudgetIsToldWithItsReset() {
        consumer("web", 5, 4, List.of());
        allowed("web", "cheap", 1_000_000, 1_000_000).settle(5_000, 5_000, 3_500_000);

        GatewayError error = refused("web", "cheap", 500_000, 100_000);

        assertThat(error.kind()).isEqualTo(Kind.BUDGET_EXHAUSTED);
        assertThat(error.message()).contains("own budget");
        assertThat(error.retryAtMillis()).isEqualTo(APRIL);
        assertThat(store.openPermits()).isZero();
        allowed("web", "cheap", 500_000, 0).release();
        clock.set(APRIL);
        allowed("web", "cheap", 1_000_000, 1_000_000).release();
        GatewayError never = refused("web", "cheap", 10_000_000, 0);
        assertThat(never.kind()).isEqualTo(Kind.BUDGET_EXHAUSTED);
        assertThat(never.retryAtMillis()).as("coming back is no use").isZero();
    }

    @Test
    void whatWasNeverSentCostsNothing() {
        consumer("web", 0, 10, team(0, 20));

        allowed("web", "cheap", 1_000_000, 0).release();

        assertThat(left(QuotaKey.consumer("web"), 10)).isEqualTo(10_000_000);
        assertThat(left(TEAM, 20)).isEqualTo(20_000_000);
    }

    @Test
    void theTeamsMoneyAndTheConsumersBothHold() {
        consumer("one", 0, 3, team(0, 4));
        consumer("two", 0, 3, team(0, 4));
        Permit first = allowed("one", "cheap", 3_000_000, 0);
        assertThat(refused("one", "cheap", 1_000_000, 0).message()).contains("own budget");

        GatewayError error = refused("two", "cheap", 2_000_000, 0);

        assertThat(error.kind()).isEqualTo(Kind.BUDGET_EXHAUSTED);
        assertThat(error.message()).contains("team's budget");
        assertThat(error.retryAtMillis()).isEqualTo(APRIL);
        assertThat(left(QuotaKey.consumer("two"), 3))
                .as("what the team refuses costs its consumer nothing")
                .isEqualTo(3_000_000);
        first.settle(1, 1, 1_000_000);
        assertThat(left(TEAM, 4)).isEqualTo(3_000_000);
        allowed("two", "cheap", 2_000_000, 0);
    }

    @Test
    void aTeamsLimitsHoldForAllOfThemTogether() {
        consumer("one", 5, 0, team(2, 0));
        consumer("two", 5, 0, team(2, 0));
        allowed("one", "unpriced", 1, 1);
        allowed("two", "unpriced", 1, 1);

        Admitted.Refused third = (Admitted.Refused) ask("two", "unpriced", 1, 1);

        assertThat(third.error().kind()).isEqualTo(Kind.CONSUMER_RATE_LIMITED);
        assertThat(third.error().message()).contains("team's limit of requests-per-minute");
        assertThat(third.account()).as("its own allowance is not what refused").isNull();
        assertThat(store.account(QuotaKey.consumer("two"), limits(5)).levels())
                .singleElement()
                .satisfies(level -> assertThat(level.left()).isEqualTo(4));
    }

    @Test
    void tokensAndMoneyAreSettledEachInItsOwnUnit() {
        consumer("web", 5, 10, List.of());
        Permit permit = allowed("web", "cheap", 1_000_000, 0);

        assertThat(permit.settle(7, 3, 40)).isTrue();
        assertThat(permit.settle(7, 3, 40)).as("a call ends once").isFalse();

        assertThat(left(QuotaKey.consumer("web"), 10)).isEqualTo(9_999_960);
        assertThat(store.openPermits()).isZero();
        assertThat(store.account(QuotaKey.consumer("web"), limits(5)).tryAcquire(new Need(0, 0, false)))
                .isInstanceOf(Permit.class);
    }
}
