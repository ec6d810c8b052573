package io.keywell.governance.database;

import io.vertx.pgclient.PgConnectOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of this process: on the loopback address alone, at a port of its own, behind a random password, with
 * every commit on disk before it is told. Its folder is kept. Not safe for use by two threads at once; everything here
 * blocks.
 *
 * <p>The folder holds {@code cluster} (the data), {@code bin} (the unpacked server), {@code password} and {@code log}.
 */
final class EmbeddedServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedServer.class);

    static final String USER = "postgres";
    static final String DATABASE = "postgres";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final long LONGEST_STOP_SECONDS = 20;

    private final Path folder;
    private final Path data;
    private final SecureRandom random;
    private @Nullable EmbeddedPostgres server;
    private String password = "";

    EmbeddedServer(Path folder, SecureRandom random) {
        this.random = random;
        this.folder = folder.toAbsolutePath();
        this.data = this.folder.resolve("cluster");
    }

    /** Starts the server on the data that are there, or on new ones. */
    void start() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        password = password();
        removeHalfMade();
        stopOrphan();
        Redirect log = Redirect.appendTo(folder.resolve("log").toFile());
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(folder.resolve("bin").toFile())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(LONGEST_START)
                .setErrorRedirector(log)
                .setOutputRedirector(log)
                .setConnectConfig("password", password)
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile().toString())
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("listen_addresses", LOOPBACK)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "60")
                .start();
        LOG.infof("The gateway's own PostgreSQL runs on port %d, in %s", server.getPort(), folder);
    }

    /** How to reach it; only while it runs. */
    PgConnectOptions options() {
        EmbeddedPostgres running = server;
        if (running == null) {
            throw new IllegalStateException("the embedded server does not run");
        }
        return new PgConnectOptions()
                .setHost(LOOPBACK)
                .setPort(running.getPort())
                .setDatabase(DATABASE)
                .setUser(USER)
                .setPassword(password);
    }

    /** Stops the server; what was committed stays. */
    @Override
    public void close() {
        EmbeddedPostgres running = server;
        server = null;
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                LOG.warn("The gateway's own PostgreSQL did not stop cleanly; it recovers at the next start", e);
            }
        }
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private String password() throws IOException {
        Path file = passwordFile();
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        PrivateFile.write(file, made + "\n");
        return made;
    }

    /** A first start that was killed leaves a folder that no server can use, and nothing worth keeping. */
    private void removeHalfMade() throws IOException {
        if (Files.exists(data) && !Files.exists(data.resolve("postgresql.conf"))) {
            Files.walkFileTree(data, new Removal());
        }
    }

    /**
     * A gateway that was killed leaves its server behind, at a port that nobody knows any more. It is asked to stop; the
     * new one recovers what it had committed.
     */
    private void stopOrphan() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        Optional<ProcessHandle> orphan = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
        if (orphan.filter(this::isOurs).isEmpty()) {
            // The machine was restarted, or the id is somebody else's by now.
            Files.deleteIfExists(file);
            return;
        }
        LOG.warn("A PostgreSQL of a gateway that was killed still runs on this data folder; it is stopped");
        stop(orphan.get());
    }

    /** Its own program on our folder; whoever else has the id by now is left alone. */
    private boolean isOurs(ProcessHandle process) {
        try {
            String command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return command.contains("postgres") && command.contains(data.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private static void stop(ProcessHandle orphan) throws IOException {
        // SIGINT is the fast shutdown: it does not wait for clients. Java can send none but SIGTERM and SIGKILL.
        Process kill = new ProcessBuilder("sh", "-c", "kill -INT " + orphan.pid()).start();
        try {
            kill.waitFor();
            orphan.onExit().get(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an orphaned server stops", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the orphaned server " + orphan.pid() + " does not stop", e);
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
