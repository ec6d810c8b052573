package io.keywell.governance.database;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the schema to this version's. Several replicas may do so at once: each migration holds a lock in the database,
 * and who comes second finds nothing to do. A schema of a newer version is left as it is, so that an older replica can
 * still start while a new version is rolled out. Blocks.
 */
final class Migrations {

    private static final Logger LOG = Logger.getLogger(Migrations.class);

    private static final int CONNECT_SECONDS = 5;

    private Migrations() {}

    static void run(PgConnectOptions where) {
        MigrateResult result = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource(where))
                .locations("classpath:db/migration")
                .table("keywell_schema")
                .lockRetryCount(-1)
                .validateMigrationNaming(true)
                .load()
                .migrate();
        if (result.migrationsExecuted > 0) {
            LOG.infof("The database's schema is now version %s", result.targetSchemaVersion);
        }
    }

    private static PGSimpleDataSource dataSource(PgConnectOptions where) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {where.getHost()});
        source.setPortNumbers(new int[] {where.getPort()});
        source.setDatabaseName(where.getDatabase());
        source.setUser(where.getUser());
        source.setPassword(where.getPassword());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setApplicationName("keywell-migrations");
        SslMode tls = where.getSslMode();
        if (tls != SslMode.DISABLE) {
            source.setSslMode(tls.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return source;
    }
}
