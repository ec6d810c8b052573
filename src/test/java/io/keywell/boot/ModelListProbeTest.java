package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Key;
import io.keywell.catalog.Provider;
import io.keywell.core.Clock;
import io.keywell.core.Secret;
import io.keywell.governance.admin.KeyProbe.Outcome;
import io.keywell.governance.admin.KeyProbe.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListProbeTest {

    private static final Key KEY =
            new Key("k", new Secret("sk-planted"), 1, List.of(), Key.State.ACTIVE, Long.MAX_VALUE);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer vendor;
    private ModelListProbe probe;

    @BeforeEach
    void aVendor() {
        vendor = vertx.createHttpServer()
                .requestHandler(request -> {
                    heard.add(request.method() + " " + request.path());
                    boolean known = "Bearer sk-planted".equals(request.getHeader("authorization"))
                            || "sk-planted".equals(request.getHeader("x-api-key"));
                    request.response().setStatusCode(known ? status : 401).end("{}");
                })
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        probe = new ModelListProbe(vertx, Clock.system());
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Outcome ask(String type, int port) {
        Provider provider = new Provider("p", type, BaseUrl.parse("http://127.0.0.1:" + port + "/v1"), List.of());
        return probe.probe(provider, KEY).await().atMost(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({"200,ACCEPTED", "401,REFUSED", "403,REFUSED", "429,UNKNOWN", "500,UNKNOWN"})
    void theVendorsAnswerToItsListOfModelsIsTheVerdict(int answered, Verdict verdict) {
        status = answered;

        assertThat(ask("openai", vendor.actualPort())).isEqualTo(new Outcome(verdict, answered));
        assertThat(heard).as("nothing that costs").containsExactly("GET /v1/models");
    }

    @Test
    void anthropicIsAskedInItsOwnWay() {
        assertThat(ask("anthropic", vendor.actualPort()).verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(heard).containsExactly("GET /v1/v1/models");
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure-openai", "bedrock", "vertex", "perplexity"})
    void whoHasNoFreeCallIsNotCalled(String type) {
        assertThat(ask(type, vendor.actualPort())).isEqualTo(new Outcome(Verdict.NO_FREE_CALL, 0));
        assertThat(heard).isEmpty();
    }

    @Test
    void whoCannotBeReachedIsUnknownAndNoFault() {
        int port = vendor.actualPort();
        vendor.close().toCompletionStage().toCompletableFuture().join();

        assertThat(ask("openai", port)).isEqualTo(new Outcome(Verdict.UNKNOWN, 0));
    }
}
