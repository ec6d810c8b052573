package io.keywell.flow;

import io.keywell.admission.InputCounter;
import io.keywell.catalog.Model;
import io.keywell.core.Bytes;
import io.keywell.core.Exchange;
import io.keywell.protocol.tokens.Tokenizer;
import io.keywell.protocol.tokens.Tokenizers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many tokens a request has, told without a provider: counted where the model's vocabulary is known, else guessed. */
@Singleton
public class TokenCounts implements InputCounter {

    /** Reading this much and picking parts of it takes about as long as counting them. */
    private static final int SAMPLED_BYTES = 64 * 1024;

    /** After so many the counting is compiled, and fast enough for an event loop. */
    private static final int WARM = 50;

    private static final Bytes SOME_TEXT = Bytes.of(
            "{\"content\":\"Whoever reads this knows how quickly 1,024 letters (or fewer) are cut into tokens.\"}"
                    .getBytes(StandardCharsets.US_ASCII));

    private final Vertx vertx;
    private final Set<Tokenizer> warmed = ConcurrentHashMap.newKeySet();
    private final Set<Tokenizer> ready = ConcurrentHashMap.newKeySet();

    public TokenCounts(Vertx vertx) {
        this.vertx = vertx;
    }

    Uni<Long> of(Exchange exchange, Model model) {
        CompletionStage<Long> counted = count(exchange, model);
        return counted == null
                ? Uni.createFrom().item(exchange.facts().inputTokens())
                : Uni.createFrom().completionStage(counted);
    }

    @Override
    public long sample(Exchange exchange, Model model) {
        Bytes body = exchange.body();
        Tokenizer tokenizer = body.length() == 0 || body.length() > SAMPLED_BYTES ? null : tokenizer(model);
        if (tokenizer == null) {
            return -1;
        }
        if (ready.contains(tokenizer)) {
            return tokenizer.sample(body);
        }
        if (warmed.add(tokenizer)) {
            vertx.executeBlocking(() -> warm(tokenizer), false);
        }
        return -1;
    }

    /** Reads the vocabulary, some 30 MB of memory, which takes a second or so. Until then prompts are guessed. */
    private boolean warm(Tokenizer tokenizer) {
        for (int i = 0; i < WARM; i++) {
            tokenizer.count(SOME_TEXT, 0);
            tokenizer.sample(SOME_TEXT);
        }
        return ready.add(tokenizer);
    }

    @Override
    public @Nullable CompletionStage<Long> count(Exchange exchange, Model model) {
        Tokenizer tokenizer = tokenizer(model);
        if (tokenizer == null) {
            return null;
        }
        long guess = exchange.facts().inputTokens();
        // The first use reads a vocabulary, and counting a long text takes its time: not on the event loop.
        return vertx.executeBlocking(() -> tokenizer.count(exchange.body(), guess), false)
                .otherwise(guess)
                .toCompletionStage();
    }

    private static @Nullable Tokenizer tokenizer(Model model) {
        return model.targets().isEmpty()
                ? null
                : Tokenizers.of(model.targets().get(0).upstreamModel());
    }
}
