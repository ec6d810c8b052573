package io.keywell.cluster;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cluster of Infinispan Servers on free ports of this machine, each a process, with the configuration that is deployed
 * ({@code dev/infinispan/node}). Logs stay in {@code target/infinispan}. Nodes are numbered from 0. For one thread.
 */
public final class InfinispanNodes implements AutoCloseable {

    private static final List<String> CACHES = List.of("keywell-quota", "keywell-cooldowns", "keywell-notes");
    private static final Path TARGET = Path.of("target", "infinispan");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String OPERATOR =
            "Basic " + Base64.getEncoder().encodeToString("operator:operator".getBytes(StandardCharsets.US_ASCII));

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Thread onExit = new Thread(this::killAll, "kill Infinispan nodes");
    private final List<ServerProcess> nodes = new ArrayList<>();

    /** Starts so many nodes at once; returns when they are one cluster. */
    public static InfinispanNodes start(int count) {
        ServerProcess.copyJars();
        ServerProcess.archiveClasses(new FreePorts(), PATIENCE);
        InfinispanNodes cluster = new InfinispanNodes(count);
        try {
            cluster.nodes.forEach(ServerProcess::start);
            cluster.nodes.forEach(node -> node.awaitReady(PATIENCE));
            cluster.awaitMembers(count);
            return cluster;
        } catch (RuntimeException | Error failed) {
            cluster.close();
            throw failed;
        }
    }

    private InfinispanNodes(int count) {
        Runtime.getRuntime().addShutdownHook(onExit);
        FreePorts free = new FreePorts();
        int[] groupPorts = IntStream.range(0, count).map(i -> free.next()).toArray();
        String group = IntStream.of(groupPorts).mapToObj(Integer::toString).collect(joining(" "));
        Path folder = newFolder();
        for (int i = 0; i < count; i++) {
            nodes.add(new ServerProcess(folder.resolve("node" + i), free.next(), groupPorts[i], group));
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(TARGET), "test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of all nodes, also those that are down: {@code host:port,host:port}. */
    public String hosts() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(joining(","));
    }

    /** May do what a gateway does. */
    public String username() {
        return "keywell";
    }

    public String password() {
        return "keywell";
    }

    /** Ends a node without a farewell: its connections are reset at once. */
    public void kill9(int node) {
        nodes.get(node).kill();
    }

    /** Stops a node's clock: its connections stay, and nothing answers. */
    public void freeze(int node) {
        nodes.get(node).signal("STOP");
    }

    public void thaw(int node) {
        nodes.get(node).signal("CONT");
    }

    /** Ends a node in good order: it leaves the cluster first. */
    public void stop(int node) {
        nodes.get(node).stop(PATIENCE);
    }

    /** Starts a node that is down, empty; returns when it serves. */
    public void restart(int... which) {
        IntStream.of(which).forEach(node -> nodes.get(node).start());
        IntStream.of(which).forEach(node -> nodes.get(node).awaitReady(PATIENCE));
    }

    /** Returns when each node that runs sees a cluster of so many. */
    public void awaitMembers(int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> running().allMatch(node -> members(node) == count));
    }

    /** What an operator does when a majority was lost: the caches serve again, with what the survivors know. */
    public void makeAvailable() {
        ServerProcess survivor = running().findFirst().orElseThrow();
        for (String cache : CACHES) {
            int status = ask(survivor, "POST", "caches/" + cache + "?action=set-availability&availability=AVAILABLE")
                    .statusCode();
            if (status != 204) {
                throw new IllegalStateException("set-availability of " + cache + " was answered " + status);
            }
        }
    }

    /** {@code AVAILABLE} or {@code DEGRADED_MODE}, as this node sees the counters. */
    public String availability(int node) {
        return ask(nodes.get(node), "GET", "caches/keywell-quota?action=get-availability")
                .body();
    }

    @Override
    public void close() {
        killAll();
        Runtime.getRuntime().removeShutdownHook(onExit);
    }

    private void killAll() {
        nodes.forEach(ServerProcess::kill);
    }

    private Stream<ServerProcess> running() {
        return nodes.stream().filter(ServerProcess::running);
    }

    private int members(ServerProcess node) {
        return new JsonObject(ask(node, "GET", "container/health").body())
                .getJsonObject("cluster_health")
                .getInteger("number_of_nodes");
    }

    private HttpResponse<String> ask(ServerProcess node, String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/rest/v2/" + path))
                .header("authorization", OPERATOR)
                .timeout(Duration.ofSeconds(5))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
