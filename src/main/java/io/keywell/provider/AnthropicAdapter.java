package io.keywell.provider;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Failure;
import io.keywell.core.Observation;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Anthropic's own API: messages, and tokens counted for callers of the same dialect. */
final class AnthropicAdapter implements ProviderAdapter {

    private static final Endpoint MESSAGES = new Endpoint("/v1/messages", Dialect.ANTHROPIC);
    private static final Endpoint COUNT_TOKENS = new Endpoint("/v1/messages/count_tokens", Dialect.ANTHROPIC);
    private static final Endpoint CALLERS_OWN = new Endpoint("", Dialect.ANTHROPIC);

    /** The only version there is since 2023; without the header every call is refused. */
    private static final String VERSION = "2023-06-01";

    private final AnswerRules answers;

    AnthropicAdapter(VendorRow row) {
        this.answers = row.answers();
    }

    @Override
    public @Nullable Endpoint endpoint(Operation operation, Dialect caller, String upstreamModel, boolean stream) {
        return switch (operation) {
            case CHAT -> MESSAGES;
            case COUNT_TOKENS -> caller == Dialect.ANTHROPIC ? COUNT_TOKENS : null;
            case PASSTHROUGH -> CALLERS_OWN;
            case COMPLETIONS, EMBEDDINGS, BATCH_EMBEDDINGS, MODERATIONS, RERANK -> null;
            case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, SPEECH, TRANSCRIPTIONS, TRANSLATIONS -> null;
        };
    }

    @Override
    public void authorize(@Nullable Secret secret, Outgoing request, BiConsumer<String, String> header) {
        if (secret != null) {
            header.accept("x-api-key", secret.reveal());
        }
        header.accept("anthropic-version", VERSION);
    }

    @Override
    public Failure classify(int status, HeaderView headers, Bytes body, long nowMillis) {
        return answers.classify(status, headers, body, nowMillis);
    }

    @Override
    public Failure classifyInside(Bytes errorJson, long nowMillis) {
        return answers.classifyInside(errorJson, nowMillis);
    }

    @Override
    public void observe(HeaderView headers, long nowMillis, Consumer<Observation> sink) {
        answers.observe(headers, nowMillis, sink);
    }
}
