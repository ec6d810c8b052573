package io.keywell.governance.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.keywell.core.Clock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.pgclient.PgConnectOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartWithoutDatabaseTest {

    @TempDir
    private Path directory;

    @Test
    void aStartDoesNotWaitForADatabaseThatIsKnownToBeAway() throws Exception {
        DatabaseSettings settings = new DatabaseSettings(DatabaseMode.EXTERNAL, directory);
        DatabaseStatus status = new DatabaseStatus(DatabaseMode.EXTERNAL, Clock.system());
        DatabasePool pool = new DatabasePool(settings);
        Database database = new Database(settings, pool, status, new SecureRandom());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            taken.close();
            pool.found(new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(taken.getLocalPort())
                    .setDatabase("none")
                    .setUser("nobody")
                    .setPassword("none"));

            assertTimeoutPreemptively(Duration.ofSeconds(7), () -> database.start(new StartupEvent()));
            assertThat(status.state().up()).isFalse();
            assertThat(database.ready().toCompletableFuture()).isNotDone();
        } finally {
            database.stop(new ShutdownEvent());
        }
    }
}
