package io.keywell.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Model;
import io.keywell.catalog.Model.Target;
import io.keywell.catalog.Provider;
import io.keywell.core.Bytes;
import io.keywell.core.Cancellation;
import io.keywell.core.Dialect;
import io.keywell.core.Exchange;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.tokens.Tokenizers;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenCountsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private Vertx vertx;
    private TokenCounts counts;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        counts = new TokenCounts(vertx);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Model model(String upstream) {
        Provider provider = new Provider("p", "openai", new BaseUrl(false, "127.0.0.1", 1, "/v1"), List.of());
        Target target = new Target(provider, upstream, 0, 1, upstream);
        return new Model("smart", List.of(target), -1, Lifecycle.of(Model.State.PUBLISHED));
    }

    private static Bytes body(int words) {
        String text = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + "well ".repeat(words) + "\"}]}";
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Exchange exchange(Bytes body) {
        return new Exchange(
                "req_1",
                Operation.CHAT,
                Dialect.OPENAI,
                "smart",
                false,
                RequestFacts.NONE,
                body,
                null,
                null,
                List.of(),
                null,
                null,
                true,
                -1,
                Exchange.Fallback.PROVIDERS,
                false,
                null,
                0,
                0,
                new Cancellation(),
                null);
    }

    /** Reading a vocabulary takes long; nobody waits for it, least of all an event loop. */
    @Test
    void aPromptIsGuessedUntilTheVocabularyWasReadAndCountedFromThenOn() {
        Exchange exchange = exchange(body(100));
        Model model = model("gpt-4o-mini");
        CompletableFuture<Long> first = new CompletableFuture<>();
        vertx.runOnContext(loop -> first.complete(counts.sample(exchange, model)));

        assertThat(first.join()).isEqualTo(-1);
        await().atMost(LONG).untilAsserted(() -> assertThat(counts.sample(exchange, model))
                .isEqualTo(Tokenizers.of("gpt-4o-mini").count(exchange.body(), 0)));
    }

    @Test
    void whatCannotBeToldQuicklyIsGuessed() {
        Model model = model("gpt-4o-mini");
        await().atMost(LONG).until(() -> counts.sample(exchange(body(10)), model) > 0);

        assertThat(counts.sample(exchange(body(20_000)), model)).isEqualTo(-1);
        assertThat(counts.sample(exchange(Bytes.EMPTY), model)).isEqualTo(-1);
        assertThat(counts.sample(exchange(body(10)), model("claude-sonnet-4-5")))
                .isEqualTo(-1);
        assertThat(counts.sample(
                        exchange(body(10)), new Model("none", List.of(), -1, Lifecycle.of(Model.State.PUBLISHED))))
                .isEqualTo(-1);
    }
}
