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

/**
 * Gemini's own API, as AI Studio gives keys for it. Embeddings of OpenAI callers go to its compatible route; that route is
 * not used for chats, where it loses what the own API can say.
 */
final class GeminiAdapter implements ProviderAdapter {

    private static final String COMPATIBLE = "/openai/";
    private static final Endpoint COMPATIBLE_EMBEDDINGS = new Endpoint("/openai/embeddings", Dialect.OPENAI);
    private static final Endpoint CALLERS_OWN = new Endpoint("", Dialect.GEMINI);

    private final AnswerRules answers;

    GeminiAdapter(VendorRow row) {
        this.answers = row.answers();
    }

    @Override
    public @Nullable Endpoint endpoint(Operation operation, Dialect caller, String upstreamModel, boolean stream) {
        if (operation == Operation.PASSTHROUGH) {
            return CALLERS_OWN;
        }
        if (operation == Operation.EMBEDDINGS && caller == Dialect.OPENAI) {
            return COMPATIBLE_EMBEDDINGS;
        }
        String verb = GeminiPaths.verb(operation, caller, stream);
        if (verb == null) {
            return null;
        }
        boolean collection = upstreamModel.startsWith("models/") || upstreamModel.startsWith("tunedModels/");
        String model = collection ? upstreamModel : "models/" + upstreamModel;
        int slash = model.indexOf('/') + 1;
        String path = "/" + model.substring(0, slash) + GeminiPaths.segment(model.substring(slash)) + verb;
        return new Endpoint(path, Dialect.GEMINI);
    }

    /** Exactly one header: with both, every call is refused. */
    @Override
    public void authorize(@Nullable Secret secret, Outgoing request, BiConsumer<String, String> header) {
        if (secret == null) {
            return;
        }
        if (request.pathAndQuery().contains(COMPATIBLE)) {
            header.accept("authorization", "Bearer " + secret.reveal());
        } else {
            header.accept("x-goog-api-key", secret.reveal());
        }
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
