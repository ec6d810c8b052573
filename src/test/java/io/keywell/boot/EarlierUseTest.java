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
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.local.LocalQuotaStore;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

    private void recall(List<UsageRow> rows, Consumer... consumers) {
        Map<Sha256, Consumer> callers = new HashMap<>();
        for (Consumer consumer : consumers) {
            callers.put(Sha256.of(consumer.name()), consumer);
        }
        Catalog catalog =
                new Catalog(Map.of(), Map.of(), new ConsumerKeys(callers), Map.of(), AnonymousAccess.NONE, Map.of());
        new EarlierUse(
                        store,
                        question -> {
                            asked.add(question);
                            return CompletableFuture.completedFuture(rows);
                        },
                        nowMillis)
                .recall(catalog)
                .toCompletableFuture()
                .join();
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
}
