package io.keywell.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Clock;
import io.keywell.ledger.LedgerServer;
import io.keywell.ledger.Records;
import io.keywell.ledger.UsageQuestion;
import io.keywell.ledger.UsageQuestion.Bucket;
import io.keywell.ledger.UsageQuestion.Dimension;
import io.keywell.ledger.UsageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageQueryTest {

    private static final Instant NOON = Instant.ofEpochMilli(Records.NOON);
    private static final Duration LIMIT = Duration.ofMillis(300);

    private static LedgerServer server;

    private final UsageQuery usage = new UsageQuery(() -> server.pool());

    @BeforeAll
    static void start() throws Exception {
        server = new LedgerServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void empty() throws Exception {
        server.reset();
    }

    private void fill() throws Exception {
        Clock system = Clock.system();
        new PostgresLedger(() -> server.pool(), system, new PostgresLedger.Retention(10_000, 10_000))
                .insert(List.of(
                        Records.served("a", Records.NOON, "app=x,team=1"),
                        Records.served("b", Records.NOON + 60_000, "app=y"),
                        Records.served("c", Records.NOON + 3_600_000, null),
                        Records.refused("d", Records.NOON + 86_400_000)))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private static UsageQuestion asked(Bucket bucket, List<Dimension> by, Map<Dimension, List<String>> only) {
        Instant to = NOON.plus(Duration.ofDays(2));
        return new UsageQuestion(NOON, to, bucket, by, only, List.of(), 100);
    }

    private List<UsageRow> rows(UsageQuestion question) throws Exception {
        return usage.answer(question).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private List<String> calls(UsageQuestion question) throws Exception {
        return rows(question).stream()
                .map(row -> (row.bucket() == null ? "" : row.bucket() + " ") + String.join(" ", row.values()) + " "
                        + row.sums().get("calls"))
                .map(String::strip)
                .toList();
    }

    @Test
    void withoutAnythingToldApartThereIsOneSumAndNoneWhereNothingWas() throws Exception {
        assertThat(rows(asked(Bucket.NONE, List.of(), Map.of()))).isEmpty();
        fill();

        assertThat(rows(asked(Bucket.NONE, List.of(), Map.of())))
                .singleElement()
                .satisfies(row -> assertThat(row.sums())
                        .containsEntry("calls", 4L)
                        .containsEntry("ok", 3L)
                        .containsEntry("refused", 1L)
                        .containsEntry("input_tokens", 30L)
                        .containsEntry("cost_micros", 90L));
    }

    @Test
    void timeIsCut() throws Exception {
        fill();

        assertThat(calls(asked(Bucket.HOUR, List.of(), Map.of())))
                .containsExactly("2026-03-01T12:00:00Z  2", "2026-03-01T13:00:00Z  1", "2026-03-02T12:00:00Z  1");
        assertThat(calls(asked(Bucket.DAY, List.of(), Map.of())))
                .containsExactly("2026-03-01T00:00:00Z  3", "2026-03-02T00:00:00Z  1");
        assertThat(calls(asked(Bucket.MONTH, List.of(), Map.of()))).containsExactly("2026-03-01T00:00:00Z  4");
        assertThat(calls(asked(Bucket.MINUTE, List.of(), Map.of()))).hasSize(4);
    }

    @Test
    void onlyWhatLiesInTheStretchCounts() throws Exception {
        fill();
        UsageQuestion question = new UsageQuestion(
                NOON.plusSeconds(60), NOON.plusSeconds(3_600), Bucket.NONE, List.of(), Map.of(), List.of(), 10);

        assertThat(calls(question)).containsExactly("1");
    }

    @Test
    void dimensionsAreToldApartAndChosen() throws Exception {
        fill();

        assertThat(calls(asked(Bucket.NONE, List.of(Dimension.TEAM, Dimension.PROVIDER), Map.of())))
                .containsExactly("1", "shop acme 3");
        assertThat(calls(asked(Bucket.NONE, List.of(Dimension.KEY), Map.of(Dimension.TEAM, List.of("shop", "x")))))
                .containsExactly("acme-1 3");
        assertThat(calls(asked(Bucket.NONE, List.of(), Map.of(Dimension.CONSUMER, List.of("'; drop table ledger")))))
                .isEmpty();
    }

    @Test
    void tagsAreToldApartAndChosen() throws Exception {
        fill();

        assertThat(calls(asked(Bucket.NONE, List.of(Dimension.TAG), Map.of())))
                .containsExactly("app=x 1", "app=y 1", "team=1 1");
        assertThat(calls(asked(Bucket.NONE, List.of(Dimension.CONSUMER), Map.of(Dimension.TAG, List.of("app=x")))))
                .containsExactly("web 1");
    }

    @Test
    void pagesFollowEachOtherToTheEnd() throws Exception {
        fill();
        List<Dimension> by = List.of(Dimension.CONSUMER, Dimension.TAG);
        List<String> seen = new ArrayList<>();
        List<String> after = List.of();
        for (int page = 0; page < 10; page++) {
            UsageQuestion question =
                    new UsageQuestion(NOON, NOON.plus(Duration.ofDays(2)), Bucket.HOUR, by, Map.of(), after, 1);
            List<UsageRow> rows = rows(question);
            if (rows.isEmpty()) {
                break;
            }
            UsageRow row = rows.get(0);
            seen.add(row.bucket() + " " + row.values());
            after = new ArrayList<>(row.values());
            after.add(0, String.valueOf(row.bucket()));
        }

        assertThat(seen)
                .containsExactly(
                        "2026-03-01T12:00:00Z [web, app=x]",
                        "2026-03-01T12:00:00Z [web, app=y]",
                        "2026-03-01T12:00:00Z [web, team=1]");
    }

    /** The sums of a million calls over thirty days: 20 consumers, 5 models, 2 keys, hardly two calls in one minute. */
    @Test
    void aMillionCallsAreSummedInLessThanThreeTenthsOfASecond() throws Exception {
        server.rows(
                """
                insert into usage_minute
                select '', timestamptz '2026-03-01 00:00+00' + (i %% 43200) * interval '1 minute', 'c' || i %% 20, 't' || i %% 4,
                    'm' || i / 43200 %% 5, 'acme', 'k' || i / 216000 %% 2,
                    count(*), count(*), 0, 0, 0, 0, count(*), 0, 0, 1000, 100, 0, 0, 0, 30, 0, 5000
                from generate_series(0, 999999) i group by 2, 3, 4, 5, 7"""
                        .replace("%%", "%"));
        for (String[] grain : new String[][] {{"hour", "minute"}, {"day", "hour"}}) {
            server.rows(
                    ("insert into usage_%s select tag, date_trunc('%s', bucket, 'UTC'), consumer, team, model, provider,"
                                    + " key, %s from usage_%s group by 1, 2, 3, 4, 5, 6, 7")
                            .formatted(grain[0], grain[0], Sums.summed(), grain[1]));
        }
        server.rows("analyze");

        Instant from = Instant.parse("2026-03-01T00:00:00Z");
        Instant to = from.plus(Duration.ofDays(30));
        for (UsageQuestion question : List.of(
                question(from, to, Bucket.NONE, List.of()),
                question(from, to, Bucket.DAY, List.of(Dimension.CONSUMER)),
                question(from, to, Bucket.HOUR, List.of(Dimension.TEAM)),
                question(
                        from.plusSeconds(60),
                        to.minusSeconds(60),
                        Bucket.NONE,
                        List.of(Dimension.CONSUMER, Dimension.MODEL)))) {
            long sum = rows(question).stream()
                    .mapToLong(row -> row.sums().get("calls"))
                    .sum();
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                long began = System.nanoTime();
                rows(question);
                best = Math.min(best, System.nanoTime() - began);
            }
            System.out.printf(
                    "usage: %d calls by %s and %s in %.1f ms%n", sum, question.bucket(), question.by(), best / 1e6);
            assertThat(Duration.ofNanos(best)).isLessThan(LIMIT);
            assertThat(sum).isGreaterThan(990_000);
        }
    }

    private static UsageQuestion question(Instant from, Instant to, Bucket bucket, List<Dimension> by) {
        return new UsageQuestion(from, to, bucket, by, Map.of(), List.of(), 100_000);
    }
}
