package io.keywell.boot;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.ledger.UsageQuestion;
import io.keywell.ledger.UsageQuestion.Bucket;
import io.keywell.ledger.UsageRow;
import io.keywell.quota.local.LocalQuotaStore;
import io.keywell.quota.rule.Precision;
import io.keywell.quota.rule.WindowShape;
import io.keywell.waiting.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A replica that counts in memory forgets with its process what callers and teams have used of a day or a month. The ledger
 * knows: what it says of the running periods is counted again. Until then those who have such a limit are not served; all
 * others are.
 *
 * <p>Calls of the minute in which the replica started count as earlier ones, also its own: rather twice than not at all.
 */
final class EarlierUse {

    private static final Logger LOG = Logger.getLogger(EarlierUse.class);

    /** For how long callers wait for it, from the start on. */
    static final long PATIENCE_MILLIS = 5_000;

    /** For how long the database may say nothing, and after which time it is asked again. */
    private static final long ANSWER_SECONDS = 30;

    private static final long AGAIN_MILLIS = 1_000;

    private static final int ALL_ROWS = Integer.MAX_VALUE - 1;
    private static final Precision ANY = new Precision(1, 0);

    private final LocalQuotaStore store;
    private final Function<UsageQuestion, CompletionStage<List<UsageRow>>> ledger;
    private final Timers timers;
    private final Instant started;

    /** @param startedMillis when this process began to count */
    EarlierUse(
            LocalQuotaStore store,
            Function<UsageQuestion, CompletionStage<List<UsageRow>>> ledger,
            Timers timers,
            long startedMillis) {
        this.store = store;
        this.ledger = ledger;
        this.timers = timers;
        this.started = Instant.ofEpochMilli(startedMillis);
    }

    /** A stretch of time of which the ledger is asked once, for all who are counted by it. */
    private record Period(Instant from, Bucket bucket) {}

    /** One dimension of one who spends. */
    private record Count(String spender, Allowance allowance, Dimension dimension) {}

    /**
     * Counts what was used before.
     *
     * @param whole completes when the ledger says everything, with all who call
     */
    void count(CompletionStage<Catalog> whole) {
        CompletableFuture<Void> counted = whole.thenCompose(this::recall).toCompletableFuture();
        CompletableFuture<Void> patience = new CompletableFuture<>();
        store.expectEarlierUse(counted, patience);
        timers.at(PATIENCE_MILLIS, () -> {
            if (!counted.isDone()) {
                LOG.warn(
                        "What was used before this start is not known yet: callers with a budget or a limit of a day are"
                                + " told to try again, all others are served");
            }
            patience.complete(null);
        });
        var unused = counted.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error("What was used before this start is not known; limits and budgets begin anew", failure);
            } else if (patience.isDone()) {
                LOG.info("What was used before this start is counted");
            }
        });
    }

    /** Completes when everything is counted. */
    private CompletionStage<Void> recall(Catalog catalog) {
        Map<Period, Set<Count>> wanted = new LinkedHashMap<>();
        catalog.consumers().forEach(consumer -> want(consumer, wanted));
        want(catalog.anonymous().consumer(), wanted);
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (Map.Entry<Period, Set<Count>> each : wanted.entrySet()) {
            all = all.thenCompose(done -> ask(question(each.getKey())))
                    .thenAccept(rows -> count(rows, each.getValue()));
        }
        return all;
    }

    /** Until it is answered: a database may go away at any time. */
    private CompletionStage<List<UsageRow>> ask(UsageQuestion question) {
        return ledger.apply(question)
                .toCompletableFuture()
                .copy()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .exceptionallyCompose(failure -> {
                    LOG.debug("The ledger does not say what was used before", failure);
                    CompletableFuture<Void> later = new CompletableFuture<>();
                    timers.at(AGAIN_MILLIS, () -> later.complete(null));
                    return later.thenCompose(now -> ask(question));
                });
    }

    private void want(Consumer consumer, Map<Period, Set<Count>> wanted) {
        for (Allowance allowance : consumer.allowances()) {
            String spender = allowance.shared() ? team(consumer.team()) : consumer(consumer.name());
            for (Limit limit : allowance.limits().all()) {
                if (limit.dimension().isLong()) {
                    Count count = new Count(spender, allowance, limit.dimension());
                    wanted.computeIfAbsent(period(limit), any -> new HashSet<>())
                            .add(count);
                }
            }
        }
    }

    private static String consumer(String name) {
        return "consumer/" + name;
    }

    private static String team(@Nullable String name) {
        return "team/" + Objects.requireNonNullElse(name, "");
    }

    private Period period(Limit limit) {
        Window window = limit.window();
        WindowShape shape = WindowShape.of(limit.dimension(), window, ANY);
        if (shape.slides()) {
            Instant dayAgo = started.minus(Duration.ofDays(1));
            return new Period(dayAgo.truncatedTo(ChronoUnit.HOURS), Bucket.HOUR);
        }
        long start = shape.slots().start(shape.slots().at(started.toEpochMilli()));
        return new Period(Instant.ofEpochMilli(start).truncatedTo(ChronoUnit.MINUTES), Bucket.NONE);
    }

    private UsageQuestion question(Period period) {
        return new UsageQuestion(
                period.from(),
                started.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES),
                period.bucket(),
                List.of(UsageQuestion.Dimension.CONSUMER, UsageQuestion.Dimension.TEAM),
                Map.of(),
                List.of(),
                ALL_ROWS);
    }

    private void count(List<UsageRow> rows, Set<Count> counts) {
        Map<String, List<UsageRow>> bySpender = new HashMap<>();
        for (UsageRow row : rows) {
            bySpender
                    .computeIfAbsent(consumer(row.values().get(0)), any -> new ArrayList<>())
                    .add(row);
            bySpender
                    .computeIfAbsent(team(row.values().get(1)), any -> new ArrayList<>())
                    .add(row);
        }
        for (Count count : counts) {
            for (UsageRow row : bySpender.getOrDefault(count.spender(), List.of())) {
                long amount = amount(count.dimension(), row.sums());
                Allowance allowance = count.allowance();
                store.recall(allowance.account(), allowance.limits(), count.dimension(), amount, at(row));
            }
        }
    }

    /** What is not known more exactly counts as late as it may have been. */
    private long at(UsageRow row) {
        Instant bucket = row.bucket();
        Instant end = bucket == null ? started : bucket.plus(1, ChronoUnit.HOURS);
        return Math.min(started.toEpochMilli(), end.toEpochMilli());
    }

    private static long amount(Dimension dimension, Map<String, Long> sums) {
        return switch (dimension) {
            case REQUESTS_PER_DAY -> sum(sums, "calls") - sum(sums, "refused");
            case TOKENS_PER_DAY -> sum(sums, "input_tokens") + sum(sums, "output_tokens");
            case BUDGET -> sum(sums, "cost_micros");
            default -> throw new IllegalArgumentException(dimension + " is not counted for so long");
        };
    }

    private static long sum(Map<String, Long> sums, String measure) {
        return Objects.requireNonNull(sums.get(measure), measure);
    }
}
