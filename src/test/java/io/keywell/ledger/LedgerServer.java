package io.keywell.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of the test's own, with the ledger's tables and nothing in them. */
public final class LedgerServer implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    public LedgerServer() throws IOException, SQLException {
        server = EmbeddedPostgres.builder().start();
        reset();
        pool = pool(server.getPort());
    }

    /** A pool of two connections to a server on this machine. */
    public Pool pool(int port) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost("localhost")
                .setPort(port)
                .setUser("postgres")
                .setPassword("postgres")
                .setDatabase("postgres");
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    public int port() {
        return server.getPort();
    }

    public Pool pool() {
        return pool;
    }

    /** Makes the tables anew. */
    public void reset() throws SQLException, IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema public cascade; create schema public;");
            for (String script : new String[] {"V2__ledger.sql", "V5__ledger_by_time.sql"}) {
                try (InputStream text = LedgerServer.class.getResourceAsStream("/db/migration/" + script)) {
                    statement.execute(new String(text.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    /** The rows of a statement, each as {@code column=value ...}. */
    public List<String> rows(String sql, Object... values) {
        List<String> rows = new ArrayList<>();
        for (Row row : await(pool.preparedQuery(sql).execute(Tuple.from(values)))) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? "" : " ")
                        .append(row.getColumnName(i))
                        .append('=')
                        .append(row.getValue(i));
            }
            rows.add(text.toString());
        }
        return rows;
    }

    public long number(String sql) {
        return await(pool.query(sql).execute()).iterator().next().getLong(0);
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        await(pool.close());
        await(vertx.close());
        server.close();
    }
}
