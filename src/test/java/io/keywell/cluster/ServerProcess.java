package io.keywell.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One Infinispan Server, started and ended any number of times. */
final class ServerProcess {

    private static final String SCRIPTS = "dev/infinispan/";
    private static final String READY = "ISPN080001";
    private static final long DOWNLOAD_MINUTES = 10;

    private final Path folder;
    private final int port;
    private final List<String> command;
    private final Map<String, String> environment;
    private Process process;

    /** @param group the ports of all members, with blanks between them */
    ServerProcess(Path folder, int port, int groupPort, String group) {
        this(folder, port, groupPort, group, Map.of());
    }

    private ServerProcess(Path folder, int port, int groupPort, String group, Map<String, String> environment) {
        this.folder = folder;
        this.port = port;
        this.environment = environment;
        this.command = List.of(
                SCRIPTS + "node", folder.toString(), Integer.toString(port), Integer.toString(groupPort), group);
    }

    /**
     * Copies the server's jars, which are on no class path of ours, with a Maven of their own. It has the local repository
     * of the Maven that runs the tests, so it works where that one does.
     */
    static void copyJars() {
        List<String> command = new ArrayList<>(List.of(SCRIPTS + "jars"));
        String repository = System.getProperty("localRepository");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        try {
            Path log = Files.createTempFile("jars", ".log");
            Process maven = begin(command, Map.of(), log);
            boolean ended = maven.waitFor(DOWNLOAD_MINUTES, TimeUnit.MINUTES);
            if (!ended || maven.exitValue() != 0) {
                maven.destroyForcibly();
                throw new IllegalStateException(
                        "the jars of Infinispan Server cannot be had: " + Files.readString(log));
            }
            Files.delete(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes the archive of classes that every later start reads, unless it is there: a server that starts and ends leaves it.
     * A JVM that makes none starts its servers without.
     */
    static void archiveClasses(FreePorts free, Duration patience) {
        Path archive = Path.of("target", "infinispan", "classes.jsa");
        if (Files.exists(archive)) {
            return;
        }
        Path folder = archive.resolveSibling("archived");
        Path made = folder.toAbsolutePath().resolve("classes.jsa");
        int group = free.next();
        ServerProcess server = new ServerProcess(
                folder,
                free.next(),
                group,
                Integer.toString(group),
                Map.of("INFINISPAN_JVM", "-XX:ArchiveClassesAtExit=" + made));
        server.start();
        try {
            server.awaitReady(patience);
            server.stop(patience);
            if (Files.exists(made)) {
                Files.move(made, archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            server.kill();
        }
    }

    int port() {
        return port;
    }

    void start() {
        if (running()) {
            throw new IllegalStateException(folder + " runs");
        }
        try {
            Files.createDirectories(folder);
            process = begin(command, environment, log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady(Duration patience) {
        await(folder + " is ready")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(folder + " ended: " + Files.readString(log()));
                    }
                    return Files.readString(log(), StandardCharsets.UTF_8).contains(READY);
                });
    }

    boolean running() {
        return process != null && process.isAlive();
    }

    /** Also ends a process that is frozen. */
    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    void stop(Duration patience) {
        process.destroy();
        await().atMost(patience).until(() -> !process.isAlive());
    }

    void signal(String name) {
        try {
            Process kill =
                    begin(List.of("kill", "-" + name, Long.toString(process.pid())), Map.of(), Path.of("/dev/null"));
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    private static Process begin(List<String> command, Map<String, String> environment, Path output)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
