package io.keywell.ledger.postgres;

import io.keywell.core.CallRecord;
import io.keywell.core.Clock;
import io.keywell.ledger.LedgerStore;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Writes the ledger. Several replicas may write into the same tables. */
public final class PostgresLedger implements LedgerStore {

    private static final String INSERT_NEW = Sums.ofNew();
    private static final String INSERT_WHAT_IS_NEW = Sums.ofWhatIsNew();
    private static final String ADD_DAY = "select ledger_add_day($1)";
    private static final String DROP_DAYS = "select ledger_drop_before($1)";
    private static final String DROP_MINUTES = "delete from usage_minute where bucket < $1";
    private static final String DROP_HOURS = "delete from usage_hour where bucket < $1";

    private static final int DAYS_AHEAD = 2;
    private static final String NO_PARTITION = "23514";
    private static final String IS_THERE = "23505";
    /** The classes of faults that lie in the data: not representable, or against a constraint. */
    private static final Set<String> DATA_FAULTS = Set.of("22", "23");

    private final Supplier<Pool> pool;
    private final Clock clock;
    private final Retention retention;
    private final Set<LocalDate> days = ConcurrentHashMap.newKeySet();
    /** At first there may be a journal of a process that was killed after it had written. */
    private volatile boolean repeated = true;

    /**
     * How long what is kept, in days.
     *
     * @param calls rows and sums by minute
     * @param hours sums by hour; sums by day are kept
     */
    public record Retention(int calls, int hours) {
        public Retention {
            if (calls < 1 || hours < 1) {
                throw new IllegalArgumentException("a day is the shortest time that the ledger keeps anything");
            }
        }
    }

    /**
     * @param pool asked for at each use: the database may come later than the gateway
     */
    public PostgresLedger(Supplier<Pool> pool, Clock clock, Retention retention) {
        this.pool = pool;
        this.clock = clock;
        this.retention = retention;
    }

    @Override
    public CompletionStage<Void> insert(List<CallRecord> records) {
        LocalDate oldest = today().minusDays(retention.calls());
        List<CallRecord> kept = new ArrayList<>(records.size());
        Set<LocalDate> needed = new TreeSet<>();
        for (CallRecord call : records) {
            LocalDate day = day(call.startedMillis());
            // What is older has been dropped, or is about to be.
            if (!day.isBefore(oldest)) {
                kept.add(call);
                needed.add(day);
            }
        }
        if (kept.isEmpty()) {
            return Future.<Void>succeededFuture().toCompletionStage();
        }
        return add(needed)
                .compose(ready -> repeated ? addWhatIsNew(kept) : addNew(kept))
                .recover(failure -> Future.failedFuture(classified(failure)))
                .toCompletionStage();
    }

    /** Almost always all of them are new. */
    private Future<Void> addNew(List<CallRecord> calls) {
        Tuple values = CallColumns.bind(calls);
        try {
            Column.bind(Tally.COLUMNS, Tally.of(calls), values);
        } catch (ArithmeticException tooLarge) {
            // The database says the same, in its own words.
            return addWhatIsNew(calls);
        }
        return run(INSERT_NEW, values)
                .<Void>mapEmpty()
                .recover(failure -> isThere(failure) ? addWhatIsNew(calls) : Future.failedFuture(failure));
    }

    /** Until a batch has nothing in it that was there. */
    private Future<Void> addWhatIsNew(List<CallRecord> calls) {
        return run(INSERT_WHAT_IS_NEW, CallColumns.bind(calls))
                .onSuccess(rows -> repeated = rows.iterator().next().getLong(0) < calls.size())
                .mapEmpty();
    }

    private static boolean isThere(Throwable failure) {
        return failure instanceof PgException refused && IS_THERE.equals(refused.getSqlState());
    }

    /** Makes the partitions that are not known to be there, one after the other. */
    private Future<Void> add(Set<LocalDate> needed) {
        Set<LocalDate> missing = new HashSet<>(needed);
        missing.removeAll(days);
        Future<Void> all = Future.succeededFuture();
        for (LocalDate day : missing) {
            all = all.compose(before -> run(ADD_DAY, Tuple.of(day)))
                    .onSuccess(made -> days.add(day))
                    .mapEmpty();
        }
        return all;
    }

    private Throwable classified(Throwable failure) {
        if (failure instanceof PgException refused && refused.getSqlState() != null) {
            String state = refused.getSqlState();
            if (state.equals(NO_PARTITION)) {
                days.clear();
            } else if (DATA_FAULTS.contains(state.substring(0, 2))) {
                return new Unwritable(state + " " + refused.getErrorMessage());
            }
        }
        return failure;
    }

    @Override
    public CompletionStage<Void> maintain() {
        LocalDate today = today();
        LocalDate oldest = today.minusDays(retention.calls());
        days.removeIf(day -> day.isBefore(oldest));
        Set<LocalDate> ahead = new TreeSet<>();
        for (int i = 0; i <= DAYS_AHEAD; i++) {
            ahead.add(today.plusDays(i));
        }
        return add(ahead)
                .compose(done -> run(DROP_DAYS, Tuple.of(oldest)))
                .compose(done -> run(DROP_MINUTES, Tuple.of(start(oldest))))
                .compose(done -> run(DROP_HOURS, Tuple.of(start(today.minusDays(retention.hours())))))
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    /**
     * On a connection that is asked for: a pool that executes a statement itself forgets its timer when no connection can be
     * made, and logs an error when it fires.
     */
    private Future<RowSet<Row>> run(String statement, Tuple values) {
        return pool.get()
                .withConnection(
                        connection -> connection.preparedQuery(statement).execute(values));
    }

    private LocalDate today() {
        return day(clock.epochMillis());
    }

    private static LocalDate day(long millis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    private static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
