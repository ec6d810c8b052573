package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.ledger.LedgerServer;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LedgerConnectionsTest {

    /** Longer than what the client keeps when nobody tells it otherwise. */
    private static final String LONG = "select 1 /* " + "x".repeat(5_000) + " */";

    private static final String NAME = "ledger-connections-test";

    private static LedgerServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new LedgerServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static LedgerConnections connections(boolean prepared) {
        PgConnectOptions where = new PgConnectOptions()
                .setHost("localhost")
                .setPort(server.port())
                .setUser("postgres")
                .setPassword("postgres")
                .setDatabase("postgres")
                .addProperty("application_name", NAME);
        return new LedgerConnections(() -> CompletableFuture.completedFuture(where), prepared);
    }

    private static long kept(boolean prepared) throws Exception {
        LedgerConnections connections = connections(prepared);
        try {
            Future<Long> kept = connections.pool().withConnection(LedgerConnectionsTest::keptBy);
            return LedgerServer.await(kept);
        } finally {
            connections.close();
        }
    }

    private static Future<Long> keptBy(SqlConnection connection) {
        return connection
                .preparedQuery(LONG)
                .execute()
                .compose(first -> connection.preparedQuery(LONG).execute())
                .compose(second -> connection
                        .query("select count(*) from pg_prepared_statements where statement like '%xxx%'")
                        .execute())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    @Test
    void aLongStatementIsPreparedOnceForAConnection() throws Exception {
        assertThat(kept(true)).isEqualTo(1);
    }

    @Test
    void behindAPoolerNothingIsKept() throws Exception {
        assertThat(kept(false)).isZero();
    }

    @Test
    void noEventLoopOfCallsIsUsed() throws Exception {
        LedgerConnections connections = connections(true);
        Pool pool = connections.pool();
        try {
            String thread = LedgerServer.await(pool.withConnection(
                    connection -> connection.query("select 1").execute().map(rows -> Thread.currentThread()
                            .getName())));
            assertThat(thread).isEqualTo("keywell-ledger-loop");
        } finally {
            connections.close();
        }
    }

    @Test
    void atTheEndItsConnectionsAreClosed() throws Exception {
        String open = "select count(*) from pg_stat_activity where application_name = '" + NAME + "'";
        LedgerConnections connections = connections(true);
        LedgerServer.await(connections.pool().query("select 1").execute());
        assertThat(server.number(open)).isEqualTo(1);

        connections.close();
        await().untilAsserted(() -> assertThat(server.number(open)).isZero());
    }
}
