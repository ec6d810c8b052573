package io.keywell.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A gateway with a database of its own, a provider that answers everything in seven tokens, and a key-encryption key that
 * follows another.
 */
public final class LedgerProfile implements QuarkusTestProfile {

    public static final String OLD_KEY = "0a".repeat(32);
    public static final String NEW_KEY = "0b".repeat(32);

    static final String TOKEN = "kwa-planted-admin-token";

    private static final String USAGE = "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}";
    private static final String ANSWER =
            "{\"id\":\"1\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                    + "\"content\":\"hi\"},\"finish_reason\":\"stop\"}]," + USAGE + "}";
    private static final String EVENTS =
            "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n"
                    + "data: {\"id\":\"1\",\"choices\":[]," + USAGE + "}\n\ndata: [DONE]\n\n";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            return Map.ofEntries(
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("quarkus.management.test-port", "0"),
                    Map.entry("keywell.database", "embedded"),
                    Map.entry(
                            "keywell.data-dir",
                            Files.createTempDirectory("keywell").toString()),
                    Map.entry("keywell.encryption.key", NEW_KEY + "," + OLD_KEY),
                    Map.entry("keywell.admin.token", TOKEN),
                    Map.entry("keywell.providers.acme.type", "openai-compatible"),
                    Map.entry("keywell.providers.acme.base-url", "http://127.0.0.1:" + provider() + "/v1"),
                    Map.entry("keywell.providers.acme.keys.acme-1.secret", "sk-ledger"),
                    Map.entry("keywell.models.smart.targets[0].provider", "acme"),
                    Map.entry("keywell.models.smart.targets[0].model", "large"),
                    Map.entry("keywell.prices.large.provider", "acme"),
                    Map.entry("keywell.prices.large.model", "large"),
                    Map.entry("keywell.prices.large.input", "2"),
                    Map.entry("keywell.prices.large.output", "10"),
                    Map.entry("keywell.consumers.web.key", "kw-ledger-web"),
                    Map.entry("keywell.consumers.web.team", "shop"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int provider() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", LedgerProfile::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "provider");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange call) throws IOException {
        String asked = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean stream = asked.contains("\"stream\":true");
        byte[] body = (stream ? EVENTS : ANSWER).getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", stream ? "text/event-stream" : "application/json");
        call.sendResponseHeaders(200, body.length);
        call.getResponseBody().write(body);
        call.close();
    }
}
