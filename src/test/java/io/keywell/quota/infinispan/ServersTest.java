package io.keywell.quota.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a client may come to servers that begin, by what they say of themselves. */
class ServersTest {

    private final List<HttpServer> open = new ArrayList<>();
    private final int[] status = new int[2];
    private Servers servers;

    @BeforeEach
    void twoServers() throws IOException {
        for (int i = 0; i < status.length; i++) {
            int number = i;
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/health/ready", exchange -> {
                exchange.sendResponseHeaders(status[number], -1);
                exchange.close();
            });
            server.start();
            open.add(server);
        }
        servers = new Servers(hosts(), "http");
    }

    private String hosts() {
        return open.stream()
                .map(server -> "127.0.0.1:" + server.getAddress().getPort())
                .collect(Collectors.joining(";"));
    }

    @AfterEach
    void stop() {
        open.forEach(server -> server.stop(0));
    }

    @Test
    void serversThatAreReadyMayBeAsked() {
        status[0] = 200;
        status[1] = 200;
        assertThat(servers.welcomeClients()).isTrue();
        assertThat(servers.noneIsReady()).isFalse();
    }

    @Test
    void aServerThatHasJustBegunIsWaitedForThoughAnotherIsReady() {
        status[0] = 200;
        status[1] = 503;
        assertThat(servers.welcomeClients()).isFalse();
        assertThat(servers.noneIsReady()).isFalse();
        status[1] = 200;
        assertThat(servers.welcomeClients()).isTrue();
    }

    @Test
    void aServerThatBeginsForeverKeepsNobodyFromTheOthers() {
        status[0] = 200;
        status[1] = 503;
        int asked = 1;
        while (!servers.welcomeClients() && asked < 100) {
            asked++;
        }
        assertThat(asked).isEqualTo(31);
    }

    @Test
    void whereAllBeginNobodyIsWelcome() {
        status[0] = 503;
        status[1] = 503;
        for (int i = 0; i < 100; i++) {
            assertThat(servers.welcomeClients()).isFalse();
        }
        assertThat(servers.noneIsReady()).isTrue();
    }

    @Test
    void aServerThatTellsStrangersNothingIsTakenToBeReady() {
        status[0] = 401;
        status[1] = 404;
        assertThat(servers.welcomeClients()).isTrue();
        assertThat(servers.noneIsReady()).isFalse();
    }

    @Test
    void whereNobodyIsThereAClientFindsOutByItself() {
        open.forEach(server -> server.stop(0));
        assertThat(servers.welcomeClients()).isTrue();
        assertThat(servers.noneIsReady()).isTrue();
    }

    @Test
    void aServerThatTakesConnectionsAndSaysNothingBegins() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Servers one = new Servers("127.0.0.1:" + mute.getLocalPort(), "http");
            assertThat(one.welcomeClients()).isFalse();
            assertThat(one.noneIsReady()).isTrue();
        }
    }
}
