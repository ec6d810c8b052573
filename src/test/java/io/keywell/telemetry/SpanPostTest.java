package io.keywell.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Clock;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.Trace;
import io.keywell.core.Trace.Hands;
import io.keywell.core.Usage;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SpanPostTest {

    private final List<CompletableFuture<Integer>> answers = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private long lost;

    private final SpanPost post = new SpanPost(
            "1.0",
            "here",
            body -> {
                sizes.add(spans(body));
                answers.add(new CompletableFuture<>());
                return answers.get(answers.size() - 1);
            },
            count -> lost += count);

    private static int spans(byte[] body) {
        return new JsonObject(new String(body, StandardCharsets.UTF_8))
                .getJsonArray("resourceSpans")
                .getJsonObject(0)
                .getJsonArray("scopeSpans")
                .getJsonObject(0)
                .getJsonArray("spans")
                .size();
    }

    private void take(int calls) {
        for (int i = 0; i < calls; i++) {
            Trace trace = new Trace(
                    "0af7651916cd43dd8448eb211c80319c",
                    null,
                    0,
                    false,
                    new Hands(Clock.system(), () -> 7, (ended, call) -> {}));
            post.take(trace, call());
        }
    }

    private static CallRecord call() {
        return new CallRecord(
                "req_1",
                1_000,
                "web",
                null,
                Dialect.OPENAI,
                Operation.CHAT,
                "smart",
                "smart",
                null,
                null,
                null,
                null,
                Outcome.REFUSED,
                GatewayError.Kind.KEYS_EXHAUSTED,
                List.of(),
                Usage.NONE,
                null,
                false,
                0,
                0,
                0,
                5,
                null);
    }

    @Test
    void nothingIsSentWhenThereIsNothing() {
        post.flush();

        assertThat(sizes).isEmpty();
    }

    @Test
    void manySpansGoInBodiesOfLimitedSizeOneAfterTheOther() {
        take(600);

        post.flush();
        post.flush();

        assertThat(sizes).as("one at a time").containsExactly(512);
        answers.get(0).complete(200);
        assertThat(sizes).containsExactly(512, 88);
        answers.get(1).complete(200);
        assertThat(lost).isZero();
    }

    @Test
    void aCollectorThatIsAwayGetsThemLater() {
        take(3);

        post.flush();
        answers.get(0).completeExceptionally(new IllegalStateException("away"));
        post.flush();
        answers.get(1).complete(503);
        post.flush();
        answers.get(2).complete(200);
        post.flush();

        assertThat(sizes).containsExactly(3, 3, 3);
        assertThat(lost).isZero();
    }

    @Test
    void whatACollectorRefusesIsThrownAwayAndCounted() {
        take(3);

        post.flush();
        answers.get(0).complete(400);
        post.flush();

        assertThat(sizes).containsExactly(3);
        assertThat(lost).isEqualTo(3);
    }

    @Test
    void aCollectorThatStaysAwayCostsNoMoreMemory() {
        take(5_000);

        assertThat(lost).isEqualTo(5_000 - 4_096);
    }
}
