package io.keywell.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.core.CallRecord;
import io.keywell.core.Clock;
import io.keywell.core.Cost;
import io.keywell.ledger.LedgerServer;
import io.keywell.ledger.LedgerStore.Unwritable;
import io.keywell.ledger.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresLedgerTest {

    private static final long NOON = Records.NOON;
    private static final long DAY = Duration.ofDays(1).toMillis();

    private static LedgerServer server;

    private long nowMillis = NOON;
    private final PostgresLedger ledger = ledger();

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
        expectsNew(ledger);
    }

    /** Before its first batch a ledger takes it that rows may be there. */
    private static void expectsNew(PostgresLedger ledger) throws Exception {
        done(ledger.insert(List.of(Records.served("first"))));
        server.rows("truncate ledger, usage_minute, usage_hour, usage_day");
    }

    private PostgresLedger ledger() {
        Clock clock = new Clock() {
            @Override
            public long epochMillis() {
                return nowMillis;
            }

            @Override
            public long nanoTime() {
                return nowMillis * 1_000_000;
            }
        };
        return new PostgresLedger(() -> server.pool(), clock, new PostgresLedger.Retention(7, 30));
    }

    private static void done(CompletionStage<Void> work) throws Exception {
        work.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void insert(CallRecord... calls) throws Exception {
        done(ledger.insert(List.of(calls)));
    }

    private static List<String> partitions() {
        return server
                .rows("select relname from pg_class where relkind = 'r' and relname like 'ledger_2%' order by 1")
                .stream()
                .map(row -> row.substring("relname=ledger_".length()))
                .toList();
    }

    @Test
    void aCallIsOneRowWithAllThatIsKnownOfIt() throws Exception {
        insert(Records.served("a", NOON, "team=x, feature = search ,nonsense"));

        assertThat(server.rows("select * from ledger"))
                .singleElement()
                .asString()
                .startsWith("id=a started_at=2026-03-01T12:00Z consumer=web team=shop dialect=openai operation=chat"
                        + " requested_model=smart model=smart provider=acme upstream_model=large key=acme-1 pool=org-1"
                        + " outcome=ok error=null")
                .contains("input_tokens=10 output_tokens=5 cache_read_tokens=4 cache_write_tokens=1 reasoning_tokens=2"
                        + " estimated=false cost_micros=30 cost_input=10000000 cost_output=20000000")
                .contains("waited_us=1 overhead_us=2 first_token_us=3 total_us=4");
        assertThat(server.rows("select tags[1] a, tags[2] b, cardinality(tags) n from ledger"))
                .containsExactly("a=team=x b=feature=search n=2");
        assertThat(server.rows("select a->>'key' as key, a->>'class' as class from ledger,"
                        + " jsonb_array_elements(attempts) a"))
                .containsExactly("key=acme-2 class=rate_short", "key=acme-1 class=ok");
    }

    @Test
    void aCallThatNobodyServedHasNoProviderAndNoPrice() throws Exception {
        insert(Records.refused("r", NOON));

        assertThat(server.rows("select provider, key, cost_micros, outcome, error from ledger"))
                .containsExactly("provider=null key=null cost_micros=null outcome=refused error=keys_exhausted");
        assertThat(server.rows("select provider, calls, refused, unpriced, cost_micros from usage_day"))
                .containsExactly("provider= calls=1 refused=1 unpriced=0 cost_micros=0");
    }

    @Test
    void whatIsInsertedAgainIsNeitherARowNorInTheSums() throws Exception {
        insert(Records.served("a"), Records.served("b"));
        insert(Records.served("b"), Records.served("c"), Records.served("a"));
        insert(Records.served("d"), Records.served("d"));

        assertThat(server.rows("select id from ledger order by 1")).containsExactly("id=a", "id=b", "id=c", "id=d");
        for (String table : List.of("usage_minute", "usage_hour", "usage_day")) {
            assertThat(server.rows("select calls, ok, input_tokens, cost_micros, attempts from " + table))
                    .containsExactly("calls=4 ok=4 input_tokens=40 cost_micros=120 attempts=8");
        }
    }

    @Test
    void sumsAreTheSameWhoeverMakesThem() throws Exception {
        long seed = 5;
        Random random = new Random(seed);
        List<CallRecord> calls = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long started = NOON + random.nextInt(7_200_000);
            String tags = new String[] {null, "a=1", "a=1,b=\0", "a=2,a=?,a=\0"}[random.nextInt(4)];
            calls.add(
                    random.nextInt(5) == 0
                            ? Records.refused("r" + i, started)
                            : Records.served("s" + i, started, tags));
        }
        done(ledger.insert(calls));
        List<String> ofGateway = sums();
        server.rows("truncate ledger, usage_minute, usage_hour, usage_day");
        done(ledger().insert(calls));
        assertThat(ofGateway).hasSizeGreaterThan(300).isEqualTo(sums());
    }

    private static List<String> sums() {
        List<String> sums = new ArrayList<>();
        for (String table : List.of("usage_minute", "usage_hour", "usage_day")) {
            sums.addAll(server.rows("select * from " + table + " order by tag, bucket, consumer, team, model"));
        }
        return sums;
    }

    @Test
    void aCallWithoutAPriceStandsBesideOthersAndIsNotOneThatCostNothing() throws Exception {
        CallRecord free = Records.costing(new Cost(0, 0, 0, 0), "free");
        CallRecord unpriced = Records.costing(null, "unpriced");
        CallRecord priced = Records.costing(new Cost(1_000_000, 2_000_000, 0, 7), "priced");
        String costs = "select cost_micros m, cost_input i, cost_output o, cost_cache_read r, cost_cache_write w,"
                + " input_tokens t from ledger order by id";

        insert(free);
        insert(unpriced);
        insert(priced);
        List<String> alone = server.rows(costs);
        server.rows("truncate ledger");
        insert(free, unpriced, priced);

        assertThat(server.rows(costs))
                .isEqualTo(alone)
                .containsExactly(
                        "m=0 i=0 o=0 r=0 w=0 t=10",
                        "m=3 i=1000000 o=2000000 r=0 w=7 t=10",
                        "m=null i=null o=null r=null w=null t=10");
    }

    @Test
    void aRowHasTheMillisecondInWhichItsCallCame() throws Exception {
        insert(Records.served("a", NOON + 1, null), Records.served("b", NOON + 999, null));

        assertThat(server.rows("select (extract(epoch from started_at) * 1000000)::bigint us from ledger order by id"))
                .containsExactly("us=" + (NOON + 1) * 1_000, "us=" + (NOON + 999) * 1_000);
    }

    @Test
    void manyKindsOfCallsAreOneBatch() throws Exception {
        List<CallRecord> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            calls.add(Records.served("s" + i, NOON, "n=" + i));
        }
        done(ledger.insert(calls));
        assertThat(server.number("select count(*) from ledger where tags = array['n=' || substr(id, 2)]"))
                .isEqualTo(1_000);
    }

    @Test
    void sumsAreKeptByMinuteHourAndDayOfUtc() throws Exception {
        long lateInTheHour = NOON + Duration.ofMinutes(59).toMillis() + 59_999;
        insert(
                Records.served("a", NOON, null),
                Records.served("b", lateInTheHour, null),
                Records.served("c", lateInTheHour + 1, null),
                Records.served("d", NOON + DAY / 2 - 1, null),
                Records.served("e", NOON + DAY / 2, null));

        assertThat(server.rows("select bucket, calls from usage_hour order by 1"))
                .containsExactly(
                        "bucket=2026-03-01T12:00Z calls=2",
                        "bucket=2026-03-01T13:00Z calls=1",
                        "bucket=2026-03-01T23:00Z calls=1",
                        "bucket=2026-03-02T00:00Z calls=1");
        assertThat(server.rows("select bucket, calls from usage_day order by 1"))
                .containsExactly("bucket=2026-03-01T00:00Z calls=4", "bucket=2026-03-02T00:00Z calls=1");
        assertThat(server.number("select count(*) from usage_minute")).isEqualTo(5);
    }

    @Test
    void aTagHasSumsOfItsOwnBesideThoseOverAll() throws Exception {
        insert(
                Records.served("a", NOON, "team=x,app=1"),
                Records.served("b", NOON, "team=x,team=x"),
                Records.served("c"));

        assertThat(server.rows("select tag, calls from usage_hour order by 1"))
                .containsExactly("tag= calls=3", "tag=app=1 calls=1", "tag=team=x calls=2");
    }

    @Test
    void aNameWithANulIsStored() throws Exception {
        CallRecord call = Records.served("nul\0", NOON, "a=\0");
        insert(call);

        assertThat(server.rows("select id, tags[1] tag from ledger")).containsExactly("id=nul? tag=a=?");
    }

    @Test
    void aRowThatTheDatabaseRefusesIsToldApartFromADatabaseThatIsAway() throws Exception {
        server.rows("alter table ledger add constraint nice check (consumer <> 'web' or id <> 'bad')");

        // A check that fails has the code of a missing partition, which is tried again.
        assertThatThrownBy(() -> insert(Records.served("bad")))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isNotInstanceOf(Unwritable.class);
        server.rows("alter table ledger drop constraint nice");
        // Each is a number, their sum is none.
        CallRecord huge = Records.served("a", Long.MAX_VALUE);
        assertThatThrownBy(() -> insert(huge, Records.served("b", Long.MAX_VALUE), Records.served("c")))
                .cause()
                .isInstanceOf(Unwritable.class);
        insert(huge);
        assertThat(server.number("select count(*) from ledger")).isEqualTo(1);
    }

    @Test
    void partitionsAreMadeAheadAndTheOldOnesDropped() throws Exception {
        done(ledger.maintain());
        assertThat(partitions()).containsExactly("20260301", "20260302", "20260303");
        insert(Records.served("old"));

        nowMillis = NOON + 8 * DAY;
        done(ledger.maintain());
        assertThat(partitions()).containsExactly("20260302", "20260303", "20260309", "20260310", "20260311");
        assertThat(server.number("select count(*) from usage_minute")).isZero();
        assertThat(server.number("select count(*) from usage_hour")).isEqualTo(1);

        // Replayed from a journal that lay about: its rows were there and are gone, and its sums stay as they are.
        insert(Records.served("old"), Records.served("new", nowMillis, null));
        assertThat(server.rows("select id from ledger")).containsExactly("id=new");
        assertThat(server.number("select sum(calls)::bigint from usage_day")).isEqualTo(2);

        nowMillis = NOON + 40 * DAY;
        done(ledger.maintain());
        assertThat(server.number("select count(*) from usage_hour")).isZero();
        assertThat(server.number("select sum(calls)::bigint from usage_day")).isEqualTo(2);
    }

    @Test
    void aPartitionThatSomebodyDroppedIsMadeAgain() throws Exception {
        insert(Records.served("a"));
        server.rows("drop table ledger_20260301");

        assertThatThrownBy(() -> insert(Records.served("b"))).isInstanceOf(ExecutionException.class);
        insert(Records.served("b"));
        assertThat(server.rows("select id from ledger")).containsExactly("id=b");
    }

    @Test
    void severalReplicasWriteTheSameSumsAtOnce() throws Exception {
        long seed = 11;
        Random random = new Random(seed);
        List<CallRecord> calls = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            calls.add(Records.served("r" + i, NOON + random.nextInt(600_000), "t=" + random.nextInt(20)));
        }
        PostgresLedger[] replicas = {ledger(), ledger()};
        List<CompletionStage<Void>> work = new ArrayList<>();
        // Each writes every record, in an order of its own: half of it was there before.
        for (PostgresLedger replica : replicas) {
            Collections.shuffle(calls, random);
            List<CallRecord> shuffled = List.copyOf(calls);
            CompletionStage<Void> chain = replica.maintain();
            for (int i = 0; i < shuffled.size(); i += 200) {
                List<CallRecord> batch = shuffled.subList(i, i + 200);
                chain = chain.thenCompose(before -> retried(replica, batch));
            }
            work.add(chain);
        }
        for (CompletionStage<Void> one : work) {
            done(one);
        }

        assertThat(server.number("select count(*) from ledger")).isEqualTo(2_000);
        assertThat(server.number("select sum(calls)::bigint from usage_minute where tag = ''"))
                .isEqualTo(2_000);
        assertThat(server.number("select sum(calls)::bigint from usage_minute where tag <> ''"))
                .isEqualTo(2_000);
        assertThat(server.number("select sum(calls)::bigint from usage_hour where tag = ''"))
                .isEqualTo(2_000);
    }

    /** As the drain does: two that insert the same ids may lock each other out. */
    private static CompletionStage<Void> retried(PostgresLedger replica, List<CallRecord> batch) {
        return replica.insert(batch).exceptionallyCompose(failure -> retried(replica, batch));
    }
}
