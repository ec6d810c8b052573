package io.keywell.governance.source;

import io.keywell.governance.source.Unit.Id;
import io.keywell.governance.source.Unit.Kind;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads what has changed, as of one moment. */
final class RowQueries {

    /**
     * The tables of each unit. {@code $1} is null for all, or the names that are wanted.
     *
     * @param add what becomes of the rows
     */
    private record Table(Kind kind, String sql, BiConsumer<UnitRows, Iterable<Row>> add) {

        static Table of(Kind kind, String table, String named, BiConsumer<UnitRows, Row> add) {
            return of(kind, table, named, "*", (units, rows) -> rows.forEach(row -> add.accept(units, row)));
        }

        static Table of(
                Kind kind, String table, String named, String columns, BiConsumer<UnitRows, Iterable<Row>> add) {
            String sql =
                    "select " + columns + " from " + table + " where ($1::text[] is null or " + named + " = any($1))";
            return new Table(kind, sql, add);
        }
    }

    private static final List<Table> TABLES = List.of(
            Table.of(Kind.PROVIDER, "provider", "name", UnitRows::provider),
            Table.of(Kind.PROVIDER, "pool", "provider", UnitRows::pool),
            Table.of(Kind.PROVIDER, "pool_limit", "provider", UnitRows::poolLimit),
            Table.of(
                    Kind.PROVIDER,
                    "api_key",
                    "provider",
                    "provider, name, secret, pool, nullif(weight, 1) as weight, models,"
                            + " nullif(state, 'active') as state, expires_at",
                    UnitRows::keys),
            Table.of(Kind.MODEL, "model", "name", UnitRows::model),
            Table.of(Kind.MODEL, "model_target", "model", UnitRows::target),
            Table.of(Kind.TEAM, "team", "name", UnitRows::team),
            Table.of(Kind.PRICE, "price", "name", UnitRows::price),
            Table.of(Kind.CONSUMER, "consumer", "name", UnitRows::consumer),
            Table.of(Kind.CONSUMER, "consumer_key", "consumer", UnitRows::consumerKey));

    private static final String REVISION = "select revision from catalog_revision";
    private static final String CHANGES = "select distinct kind, name from catalog_change where revision > $1";
    private static final String OLDEST = "select coalesce(min(revision), 0) as oldest from catalog_change";

    /** Twice so many rows are in memory at once: there may be far more than fit. */
    private static final int BATCH = 2_000;

    private final PgConnection connection;
    private final Worker worker;

    /** Runs what takes long, one after the other. */
    interface Worker {
        Future<Void> run(Runnable work);
    }

    RowQueries(PgConnection connection, Worker worker) {
        this.connection = connection;
        this.worker = worker;
    }

    /**
     * What the rows of one revision say.
     *
     * @param changed what has changed since the revision that was asked from; null = everything was read
     */
    record Reading(long revision, @Nullable Set<Id> changed, UnitRows rows) {

        /** The units; to be called on a worker thread. */
        List<Unit> units() {
            return rows.units(changed == null ? Set.of() : changed);
        }
    }

    Future<Long> revision() {
        return connection.preparedQuery(REVISION).execute().map(rows -> rows.iterator()
                .next()
                .getLong("revision"));
    }

    /**
     * @param since the revision that is known; -1 = none
     * @param units take the rows
     */
    Future<Reading> read(long since, UnitRows units) {
        return connection
                .query("begin isolation level repeatable read read only")
                .execute()
                .compose(begun -> revision())
                .compose(now -> changes(since)
                        .compose(changed -> tables(changed, units).map(read -> new Reading(now, changed, units))))
                .compose(reading -> connection.query("commit").execute().map(reading));
    }

    /** Null when the log does not go back that far. */
    private Future<@Nullable Set<Id>> changes(long since) {
        if (since < 0) {
            return Future.succeededFuture(null);
        }
        return connection.preparedQuery(OLDEST).execute().compose(oldest -> {
            if (oldest.iterator().next().getLong("oldest") > since + 1) {
                return Future.succeededFuture(null);
            }
            return connection.preparedQuery(CHANGES).execute(Tuple.of(since)).map(RowQueries::ids);
        });
    }

    private static Set<Id> ids(RowSet<Row> rows) {
        Set<Id> ids = new HashSet<>();
        rows.forEach(row -> {
            Kind kind = Kind.of(row.getString("kind"));
            if (kind != null) {
                ids.add(new Id(kind, row.getString("name")));
            }
        });
        return ids;
    }

    private Future<Void> tables(@Nullable Set<Id> changed, UnitRows units) {
        Future<Void> all = Future.succeededFuture();
        for (Table table : TABLES) {
            String[] names = changed == null ? null : names(table.kind(), changed);
            if (names == null || names.length > 0) {
                all = all.compose(before -> connection.prepare(table.sql()))
                        .compose(prepared -> rows(table, prepared.cursor(Tuple.of(names)), units)
                                .compose(read -> prepared.close()));
            }
        }
        return all;
    }

    private Future<Void> rows(Table table, Cursor cursor, UnitRows units) {
        return cursor.read(BATCH).compose(first -> rows(table, cursor, units, first));
    }

    /** The next batch is on its way while this one is worked on. */
    private Future<Void> rows(Table table, Cursor cursor, UnitRows units, RowSet<Row> batch) {
        Future<RowSet<Row>> next = cursor.hasMore() ? cursor.read(BATCH) : null;
        return worker.run(() -> table.add().accept(units, batch))
                .compose(added -> next == null
                        ? cursor.close()
                        : next.compose(following -> rows(table, cursor, units, following)));
    }

    private static String[] names(Kind kind, Set<Id> changed) {
        return changed.stream().filter(id -> id.kind() == kind).map(Id::name).toArray(String[]::new);
    }
}
