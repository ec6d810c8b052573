package io.keywell.governance.database;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A gateway over the data folder that earlier releases have left, each with the rows that it could have. */
public final class FirstRelease implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path folder = Files.createTempDirectory("keywell-upgrade");
            try (EmbeddedServer server = new EmbeddedServer(folder.resolve("postgres"), new SecureRandom())) {
                server.start();
                PGSimpleDataSource source = source(server.options());
                for (String version : new String[] {"1", "2"}) {
                    migrate(source, version);
                    fill(source, "/upgrade/V" + version + ".sql");
                }
            }
            return Map.of(
                    "keywell.database", "embedded",
                    "keywell.data-dir", folder.toString(),
                    "keywell.encryption.key", "0f".repeat(32));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PGSimpleDataSource source(PgConnectOptions options) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {options.getHost()});
        source.setPortNumbers(new int[] {options.getPort()});
        source.setDatabaseName(options.getDatabase());
        source.setUser(options.getUser());
        source.setPassword(options.getPassword());
        return source;
    }

    private static void migrate(PGSimpleDataSource source, String version) {
        Flyway.configure(FirstRelease.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .table("keywell_schema")
                .target(version)
                .load()
                .migrate();
    }

    private static void fill(PGSimpleDataSource source, String script) throws IOException, SQLException {
        try (InputStream in = FirstRelease.class.getResourceAsStream(script);
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
