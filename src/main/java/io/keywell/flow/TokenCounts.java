package io.keywell.flow;

import io.keywell.admission.InputCounter;
import io.keywell.catalog.Model;
import io.keywell.core.Exchange;
import io.keywell.protocol.tokens.Tokenizer;
import io.keywell.protocol.tokens.Tokenizers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How many tokens a request has, told without a provider: counted where the model's vocabulary is known, else guessed. */
@Singleton
public class TokenCounts implements InputCounter {

    private final Vertx vertx;

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
