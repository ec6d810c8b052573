package io.keywell.quota.infinispan;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What servers say of themselves before anything is asked of their caches. A server that has just begun takes connections
 * at once, but a client that asks it for a cache then holds up the very threads that are to bring the cache there: some
 * gateways that come back too early keep a whole cluster from starting.
 *
 * <p>Blocks, for less than a second a server; belongs to the link's thread.
 */
final class Servers {

    private static final int NOT_YET = 503;
    private static final Duration PATIENCE = Duration.ofMillis(800);

    /** A server that begins is waited for so often, when others are ready. */
    private static final int MOST_WAITS = 30;

    private final List<URI> servers;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private int waits;

    private enum Word {
        /** Nobody is there. */
        AWAY,
        BEGINS,
        /** Also what does not speak HTTP, or only to those whom it trusts. */
        READY
    }

    /**
     * @param hosts {@code host:port}, with {@code ;} or {@code ,} between them
     * @param scheme of their port, http or https
     */
    Servers(String hosts, String scheme) {
        List<URI> each = new ArrayList<>();
        for (String host : hosts.split("[;,]")) {
            if (!host.isBlank()) {
                String port = host.strip().matches(".*:\\d+") ? "" : ":11222";
                each.add(URI.create(scheme + "://" + host.strip() + port + "/health/ready"));
            }
        }
        this.servers = List.copyOf(each);
    }

    /** Whether none is ready: whatever is connected to them is of no use any more. */
    boolean noneIsReady() {
        return servers.stream().noneMatch(server -> word(server) == Word.READY);
    }

    /** Whether a client may come: none has just begun, or it has taken too long for that. Asked every second or so. */
    boolean welcomeClients() {
        List<Word> words = servers.stream().map(this::word).toList();
        if (!words.contains(Word.BEGINS)) {
            waits = 0;
            return true;
        }
        waits++;
        return waits > MOST_WAITS && words.contains(Word.READY);
    }

    private Word word(URI server) {
        HttpRequest request = HttpRequest.newBuilder(server).timeout(PATIENCE).build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status == NOT_YET ? Word.BEGINS : Word.READY;
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Word.AWAY;
        } catch (HttpTimeoutException e) {
            return Word.BEGINS;
        } catch (IOException e) {
            return Word.READY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Word.AWAY;
        }
    }
}
