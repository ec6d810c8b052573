package io.keywell.governance.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {

    @TempDir
    private Path folder;

    @Test
    void dataAreKeptOverAStopAndTheServerIsSafeAndPrivate() throws Exception {
        EmbeddedServer first = new EmbeddedServer(folder, new SecureRandom());
        first.start();
        execute(first, "create table kept (n int)");
        execute(first, "insert into kept values (42)");
        assertThat(ask(first, "show fsync")).isEqualTo("on");
        assertThat(ask(first, "show synchronous_commit")).isEqualTo("on");
        assertThat(ask(first, "show listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(ask(first, "select count(*) from pg_hba_file_rules where auth_method = 'trust'"))
                .isEqualTo("0");
        assertThatThrownBy(() -> DriverManager.getConnection(url(first), EmbeddedServer.USER, "wrong"))
                .isInstanceOf(SQLException.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                .isEqualTo("rw-------");
        first.close();
        assertThatThrownBy(first::options).isInstanceOf(IllegalStateException.class);

        try (EmbeddedServer second = new EmbeddedServer(folder, new SecureRandom())) {
            second.start();
            assertThat(ask(second, "select n from kept")).isEqualTo("42");
        }
    }

    @Test
    void aServerWhoseGatewayWasKilledIsReplacedAndKeepsWhatItHadCommitted() throws Exception {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledGateway.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int port = port(killed);
        String password = Files.readString(folder.resolve("password")).strip();
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        try (Connection connection = DriverManager.getConnection(url, EmbeddedServer.USER, password);
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (n int)");
            statement.execute("insert into kept values (7)");
            killed.destroyForcibly().waitFor();

            try (EmbeddedServer next = new EmbeddedServer(folder, new SecureRandom())) {
                next.start();
                assertThat(ask(next, "select n from kept")).isEqualTo("7");
                assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void replicasThatStartAtOnceMigrateOnceAndOldRowsOutliveAnUpgrade() throws Exception {
        try (EmbeddedServer server = new EmbeddedServer(folder, new SecureRandom())) {
            server.start();
            List<CompletableFuture<Void>> replicas = new ArrayList<>();
            IntStream.range(0, 3)
                    .forEach(i -> replicas.add(CompletableFuture.runAsync(() -> Migrations.run(server.options()))));
            replicas.forEach(CompletableFuture::join);
            assertThat(ask(server, "select count(*) from keywell_schema where version = '1' and success"))
                    .isEqualTo("1");

            execute(server, "insert into team (name, version, updated_at) values ('old', 0, now())");
            Migrations.run(server.options());

            assertThat(ask(server, "select name from team")).isEqualTo("old");
            assertThat(ask(server, "select revision from catalog_revision")).isEqualTo("1");
        }
    }

    private static int port(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = out.readLine()) != null) {
            if (line.startsWith("port ")) {
                return Integer.parseInt(line.substring(5));
            }
        }
        throw new IOException("the process ended without a server");
    }

    private static String url(EmbeddedServer server) {
        return "jdbc:postgresql://127.0.0.1:" + server.options().getPort() + "/" + EmbeddedServer.DATABASE;
    }

    private static Connection open(EmbeddedServer server) throws SQLException {
        return DriverManager.getConnection(
                url(server), EmbeddedServer.USER, server.options().getPassword());
    }

    private static void execute(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = open(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = open(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
