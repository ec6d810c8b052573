package io.keywell.simulator;

import static io.keywell.simulator.SimulatorFixture.chatBody;
import static io.keywell.simulator.SimulatorFixture.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LongStreamTest {

    private static final int PIECES = 20_000;

    @Test
    void aStreamThatFillsTheConnectionWaitsAndLosesNothing() throws Exception {
        Vertx vertx = Vertx.vertx();
        ProviderSettings provider = new ProviderSettings(
                Pace.immediate(PIECES), List.of(PoolSettings.of("pool", PoolLimits.unlimited(), "sim-key")));
        try {
            SimulatorServer server = SimulatorServer.start(vertx, new SimulatorSettings(Map.of("long", provider)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl("long") + "/chat/completions"))
                    .header("authorization", "Bearer sim-key")
                    .POST(HttpRequest.BodyPublishers.ofString(chatBody(true)))
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(data(response.body())).hasSize(1 + PIECES + 3).last().isEqualTo("[DONE]");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
