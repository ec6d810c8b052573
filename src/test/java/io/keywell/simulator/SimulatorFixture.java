package io.keywell.simulator;

import io.keywell.core.Clock;
import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** A simulator on a port with the provider {@code openai}: pool {@code org-a} with two keys, {@code org-b} with one. */
final class SimulatorFixture implements AutoCloseable {

    static final String KEY_A1 = "sk-secret-of-a-1111";
    static final String KEY_A2 = "sk-secret-of-a-2222";
    static final String KEY_B = "sk-secret-of-b-3333";

    final Vertx vertx = Vertx.vertx();
    final SimulatorServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    SimulatorFixture(PoolLimits limits, Clock clock, Function<Vertx, Timers> timers) {
        Pace pace = new Pace(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1), 8);
        PoolSettings a = PoolSettings.of("org-a", limits, KEY_A1, KEY_A2);
        PoolSettings b = PoolSettings.of("org-b", PoolLimits.unlimited(), KEY_B);
        SimulatorSettings settings = new SimulatorSettings(Map.of("openai", new ProviderSettings(pace, List.of(a, b))));
        Simulator simulator = new Simulator(settings, clock, timers.apply(vertx), new Random(42));
        server = SimulatorServer.start(vertx, simulator, 0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static SimulatorFixture unlimited() {
        return with(PoolLimits.unlimited());
    }

    static SimulatorFixture with(PoolLimits limits) {
        return new SimulatorFixture(limits, Clock.system(), Timers::of);
    }

    /** Runs everything at once and writes down for how long it should have waited. */
    static Timers noting(List<Long> delays) {
        return (millis, task) -> {
            delays.add(millis);
            Vertx.currentContext().runOnContext(ignored -> task.run());
            return () -> {};
        };
    }

    SimulatedProvider provider() {
        return server.simulator().provider("openai");
    }

    long inFlight() {
        return provider().report().stream()
                .mapToLong(report -> report.flight().now())
                .sum();
    }

    HttpResponse<String> post(String path, String key, String body) {
        return send(request(path, key).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> chat(String key) {
        return post("/v1/chat/completions", key, chatBody(false));
    }

    HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + Simulator.PATH + "openai" + path))
                .header("authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    static String chatBody(boolean stream) {
        return new JsonObject()
                .put("model", "gpt-4o")
                .put("stream", stream)
                .put("stream_options", stream ? new JsonObject().put("include_usage", true) : null)
                .put(
                        "messages",
                        List.of(Map.of("role", "user", "content", "Tell me \"something\" about \u00fcnicode.")))
                .encode();
    }

    /** The data of a stream's events, as a lenient client reads them. */
    static List<String> data(String stream) {
        List<String> events = new ArrayList<>();
        for (String event : stream.split("\r?\n\r?\n")) {
            StringBuilder data = new StringBuilder();
            for (String line : event.split("\r?\n")) {
                if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                }
            }
            if (data.length() > 0) {
                events.add(data.toString());
            }
        }
        return events;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
