package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.AnonymousAccess;
import io.keywell.catalog.Budget;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.ledger.UsageQuestion;
import io.keywell.ledger.UsageQuestion.Bucket;
import io.keywell.ledger.UsageRow;
import io.keywell.quota.Decision;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.local.LocalQuotaStore;
import io.keywell.waiting.Timers;
import java.net.ConnectException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EarlierUseTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private long nowMillis = Instant.parse("2026-03-17T12:34:56Z").toEpochMilli();
    private final LocalQuotaStore store = new LocalQuotaStore(new Clock() {
        @Override
        public long epochMillis() {
            return nowMillis;
        }

        @Override
        public long nanoTime() {
            return nowMillis * 1_000_000;
        }
    });
    private final List<UsageQuestion> asked = new ArrayList<>();
    private final TreeMap<Long, Runnable> timers = new TreeMap<>();

    private static Consumer consumer(String name, @Nullable String team, List<Allowance> allowances) {
        return new Consumer(name, team, List.of(), 4, Limits.NONE, -1, QuotaKey.consumer(name), allowances);
    }

    private static Budget budget(long micros, Window.Period period) {
        return new Budget(micros, new Window.Calendar(period, BERLIN), 0.8);
    }

    private static UsageRow row(@Nullable String bucket, String consumer, String team, long calls, long micros) {
        return new UsageRow(
                bucket == null ? null : Instant.parse(bucket),
                List.of(consumer, team),
                Map.of(
                        "calls", calls,
                        "refused", 1L,
                        "input_tokens", 10 * calls,
                        "output_tokens", calls,
                        "cost_micros", micros));
    }

    private static Catalog catalog(Consumer... consumers) {
        Map<Sha256, Consumer> callers = new HashMap<>();
        for (Consumer consumer : consumers) {
            callers.put(Sha256.of(consumer.name()), consumer);
        }
        return new Catalog(Map.of(), Map.of(), new ConsumerKeys(callers), Map.of(), AnonymousAccess.NONE, Map.of());
    }

    private void recall(List<UsageRow> rows, Consumer... consumers) {
        count(CompletableFuture.completedFuture(catalog(consumers)), () -> CompletableFuture.completedFuture(rows));
    }

    private void count(CompletionStage<Catalog> whole, Supplier<CompletionStage<List<UsageRow>>> ledger) {
        Timers later = (delay, task) -> {
            timers.put(nowMillis + delay, task);
            return () -> {};
        };
        new EarlierUse(
                        store,
                        question -> {
                            asked.add(question);
                            return ledger.get();
                        },
                        later,
                        nowMillis)
                .count(whole);
    }

    private void pass(long millis) {
        nowMillis += millis;
        while (!timers.isEmpty() && timers.firstKey() <= nowMillis) {
            timers.pollFirstEntry().getValue().run();
        }
    }

    private static Decision.Reason reason(Decision decision) {
        return ((Decision.Denied) decision).reason();
    }

    private QuotaAccount account(Allowance allowance) {
        return store.account(allowance.account(), allowance.limits());
    }

    @Test
    void aBudgetGoesOnWhereTheLedgerSaysAndIsWholeAgainWithThePeriod() {
        Allowance money = Allowance.of(QuotaKey.consumer("web"), Limits.NONE, budget(1_000, Window.Period.MONTH))
                .get(0);
        recall(
                List.of(row(null, "web", "", 5, 900), row(null, "other", "", 5, 70)),
                consumer("web", null, List.of(money)));

        assertThat(asked).singleElement().satisfies(question -> {
            assertThat(question.from()).isEqualTo(Instant.parse("2026-02-28T23:00:00Z"));
            assertThat(question.to()).isEqualTo(Instant.parse("2026-03-17T12:35:00Z"));
        });
        assertThat(account(money).tryAcquire(new Need(101, 0, false))).isInstanceOf(Decision.Denied.class);
        assertThat(account(money).tryAcquire(new Need(100, 0, false))).isNotInstanceOf(Decision.Denied.class);

        nowMillis = Instant.parse("2026-03-31T22:00:00Z").toEpochMilli();
        assertThat(account(money).tryAcquire(new Need(900, 0, false))).isNotInstanceOf(Decision.Denied.class);
    }

    @Test
    void whatWasSpentBeyondABudgetIsCountedToo() {
        Allowance money = Allowance.of(QuotaKey.consumer("web"), Limits.NONE, budget(1_000, Window.Period.DAY))
                .get(0);
        recall(List.of(row(null, "web", "", 5, 5_000)), consumer("web", null, List.of(money)));

        assertThat(account(money).tryAcquire(new Need(1, 0, false))).isInstanceOf(Decision.Denied.class);
    }

    @Test
    void aTeamHasSpentWhatAllItsConsumersSpentOnce() {
        Allowance money = Allowance.of(QuotaKey.team("shop"), Limits.NONE, budget(1_000, Window.Period.DAY))
                .get(0);
        recall(
                List.of(row(null, "a", "shop", 1, 300), row(null, "b", "shop", 1, 200), row(null, "c", "else", 1, 400)),
                consumer("a", "shop", List.of(money)),
                consumer("b", "shop", List.of(money)));

        assertThat(account(money).levels()).singleElement().satisfies(level -> assertThat(level.left())
                .isEqualTo(500));
    }

    @Test
    void aSlidingDayComesBackHourByHourAndNeverEarly() {
        Limits day = new Limits(List.of(new Limit(Dimension.REQUESTS_PER_DAY, 100, Window.SLIDING)));
        Allowance limits = Allowance.of(QuotaKey.consumer("web"), day, null).get(0);
        recall(
                List.of(row("2026-03-16T13:00:00Z", "web", "", 61, 0), row("2026-03-17T12:00:00Z", "web", "", 31, 0)),
                consumer("web", null, List.of(limits)));
        assertThat(asked).singleElement().satisfies(question -> assertThat(question.bucket())
                .isEqualTo(Bucket.HOUR));
        assertThat(account(limits).levels().get(0).left()).isEqualTo(10);

        nowMillis = Instant.parse("2026-03-17T13:59:00Z").toEpochMilli();
        assertThat(account(limits).levels().get(0).left()).isEqualTo(10);
        nowMillis = Instant.parse("2026-03-17T14:20:00Z").toEpochMilli();
        assertThat(account(limits).levels().get(0).left()).isEqualTo(70);
    }

    @Test
    void whatWasUsedSinceTheStartIsCountedBeside() {
        Allowance money = Allowance.of(QuotaKey.consumer("web"), Limits.NONE, budget(1_000, Window.Period.DAY))
                .get(0);
        account(money).tryAcquire(new Need(50, 0, false));
        recall(List.of(row(null, "web", "", 5, 900)), consumer("web", null, List.of(money)));

        assertThat(account(money).levels().get(0).left()).isEqualTo(50);
    }

    @Test
    void whereNobodyHasALongLimitNothingIsAsked() {
        Limits minute = new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, 5, Window.SLIDING)));
        recall(
                List.of(),
                consumer("web", null, Allowance.of(QuotaKey.consumer("web"), minute, null)),
                consumer("free", null, List.of()));

        assertThat(asked).isEmpty();
    }

    @Test
    void untilItIsKnownWhoHasABudgetWaitsAndAllOthersAreServed() {
        Allowance money = Allowance.of(QuotaKey.consumer("web"), Limits.NONE, budget(1_000, Window.Period.DAY))
                .get(0);
        Limits minute = new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, 5, Window.SLIDING)));
        Limits day = new Limits(List.of(new Limit(Dimension.REQUESTS_PER_DAY, 5, Window.SLIDING)));
        CompletableFuture<Catalog> whole = new CompletableFuture<>();
        count(whole, () -> CompletableFuture.completedFuture(List.of(row(null, "web", "", 5, 900))));

        CompletableFuture<Decision> dear =
                account(money).acquire(new Need(101, 0, false)).toCompletableFuture();
        CompletableFuture<Decision> cheap =
                account(money).acquire(new Need(100, 0, false)).toCompletableFuture();
        assertThat(reason(account(money).tryAcquire(new Need(1, 0, false)))).isEqualTo(Decision.Reason.ASKING);
        assertThat(store.account(QuotaKey.consumer("batch"), minute).tryAcquire(new Need(1, 0, false)))
                .isInstanceOf(Permit.class);
        assertThat(store.account(QuotaKey.pool("openai", "org-1", "*"), day).tryAcquire(new Need(1, 0, false)))
                .isInstanceOf(Permit.class);
        assertThat(dear).isNotDone();

        whole.complete(catalog(consumer("web", null, List.of(money))));

        assertThat(reason(dear.join())).isEqualTo(Decision.Reason.USED_UP);
        assertThat(cheap.join()).isInstanceOf(Permit.class);
        assertThat(account(money).levels().get(0).left()).isZero();
    }

    @Test
    void whoCannotBeToldInTimeIsToldToComeAgainAndIsServedWhenItIsKnown() {
        Limits day = new Limits(List.of(new Limit(Dimension.REQUESTS_PER_DAY, 10, Window.SLIDING)));
        Allowance limits = Allowance.of(QuotaKey.consumer("web"), day, null).get(0);
        CompletableFuture<Catalog> whole = new CompletableFuture<>();
        count(whole, () -> CompletableFuture.completedFuture(List.of(row("2026-03-17T12:00:00Z", "web", "", 10, 0))));
        CompletableFuture<Decision> early =
                account(limits).acquire(new Need(1, 0, false)).toCompletableFuture();

        pass(EarlierUse.PATIENCE_MILLIS);
        assertThat(reason(early.join())).isEqualTo(Decision.Reason.UNREACHABLE);
        Decision.Denied late = (Decision.Denied) account(limits).tryAcquire(new Need(1, 0, false));
        assertThat(late.reason()).isEqualTo(Decision.Reason.UNREACHABLE);
        assertThat(late.retryAtMillis()).isEqualTo(nowMillis + 1_000);

        whole.complete(catalog(consumer("web", null, List.of(limits))));
        assertThat(account(limits).tryAcquire(new Need(1, 0, false))).isInstanceOf(Permit.class);
        assertThat(account(limits).levels().get(0).left()).isZero();
    }

    @Test
    void aLedgerThatDoesNotAnswerIsAskedAgainAndNothingIsCountedTwice() {
        Allowance money = Allowance.of(QuotaKey.consumer("web"), Limits.NONE, budget(1_000, Window.Period.DAY))
                .get(0);
        Allowance month = Allowance.of(QuotaKey.consumer("app"), Limits.NONE, budget(1_000, Window.Period.MONTH))
                .get(0);
        List<UsageRow> rows = List.of(row(null, "web", "", 5, 100), row(null, "app", "", 5, 300));
        AtomicInteger times = new AtomicInteger();
        count(
                CompletableFuture.completedFuture(
                        catalog(consumer("web", null, List.of(money)), consumer("app", null, List.of(month)))),
                () -> times.incrementAndGet() % 2 == 1
                        ? CompletableFuture.completedFuture(rows)
                        : CompletableFuture.failedFuture(new ConnectException("connection refused")));
        assertThat(times).hasValue(2);
        assertThat(reason(account(money).tryAcquire(new Need(1, 0, false)))).isEqualTo(Decision.Reason.ASKING);

        pass(1_000);

        assertThat(asked).hasSize(3);
        assertThat(account(money).levels().get(0).left()).isEqualTo(900);
        assertThat(account(month).levels().get(0).left()).isEqualTo(700);
        assertThat(account(money).tryAcquire(new Need(1, 0, false))).isInstanceOf(Permit.class);
    }
}
