package io.keywell.simulator;

import io.keywell.core.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gemini's own paths, as AI Studio and Vertex have them, and the compatible route for embeddings. */
final class GeminiQuestions implements Questions {

    private static final CharSequence API_KEY = HttpHeaders.createOptimized("x-goog-api-key");
    private static final String MODELS = "/models/";

    @Override
    public String basePath() {
        return "/v1beta";
    }

    @Override
    public @Nullable Route route(HttpMethod method, String path) {
        if (method == HttpMethod.GET) {
            return path.equals("/v1beta/models") ? new Route.Models() : null;
        }
        if (method != HttpMethod.POST) {
            return null;
        }
        if (path.equals("/v1beta/openai/embeddings")) {
            return Route.Asking.of(Operation.EMBEDDINGS);
        }
        int model = path.lastIndexOf(MODELS) + MODELS.length();
        int verb = path.lastIndexOf(':');
        return model < MODELS.length() || verb <= model
                ? null
                : asking(path.substring(model, verb), path.substring(verb + 1));
    }

    private static @Nullable Route asking(String model, String verb) {
        return switch (verb) {
            case "generateContent" -> new Route.Asking(Operation.CHAT, model, false);
            case "streamGenerateContent" -> new Route.Asking(Operation.CHAT, model, true);
            case "countTokens" -> new Route.Asking(Operation.COUNT_TOKENS, model, false);
            case "embedContent" -> new Route.Asking(Operation.EMBEDDINGS, model, false);
            case "batchEmbedContents" -> new Route.Asking(Operation.BATCH_EMBEDDINGS, model, false);
            default -> null;
        };
    }

    @Override
    public @Nullable String secret(HttpServerRequest request) {
        String key = request.getHeader(API_KEY);
        return key != null ? key : OpenAiQuestions.bearer(request);
    }

    @Override
    public Ask read(Route.Asking asking, HttpServerRequest request, Buffer body) throws IOException {
        if (asking.model() == null) {
            Ask ask = AskReader.read(body.getBytes());
            ask.compatible = true;
            return ask;
        }
        Ask ask = GeminiAskReader.read(asking.operation(), body);
        ask.model = asking.model();
        ask.stream = asking.stream();
        ask.array = asking.stream() && !"sse".equals(request.getParam("alt"));
        return ask;
    }

    @Override
    public @Nullable ErrorAnswer mistake(HttpServerRequest request, Operation operation, Ask ask) {
        if (request.getHeader(API_KEY) != null && request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            return GeminiErrors.invalid("Multiple authentication credentials received. Please pass only one.");
        }
        if (!ask.hasContent) {
            return GeminiErrors.invalid("* GenerateContentRequest.contents: contents is not specified\n");
        }
        return null;
    }

    /** Tokens of a minute are those that go in. */
    @Override
    public Charge charge(Operation operation, Ask ask, int usualTokens) {
        return Charge.ofInput(operation == Operation.COUNT_TOKENS ? 0 : ask.promptTokens());
    }
}
