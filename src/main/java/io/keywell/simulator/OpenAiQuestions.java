package io.keywell.simulator;

import io.keywell.core.Operation;
import io.keywell.simulator.CompatibleRow.Habit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The paths and fields of OpenAI's dialect, wherever a vendor serves it. */
final class OpenAiQuestions implements Questions {

    private static final String BEARER = "Bearer ";

    /** Azure's classic paths name the deployment, which stands for the model. */
    private static final String DEPLOYMENTS = "/openai/deployments/";

    private final CompatibleRow row;

    OpenAiQuestions(CompatibleRow row) {
        this.row = row;
    }

    @Override
    public String basePath() {
        return row.basePath();
    }

    @Override
    public boolean keyless() {
        return row.keyless();
    }

    @Override
    public @Nullable Route route(HttpMethod method, String path) {
        if (path.startsWith(row.basePath() + "/")) {
            return below(method, path.substring(row.basePath().length()), null);
        }
        if (row == CompatibleRows.COHERE && path.equals("/v2/rerank")) {
            return new Route.Asking(Operation.RERANK, null, false);
        }
        int end = path.startsWith(DEPLOYMENTS) ? path.indexOf('/', DEPLOYMENTS.length()) : -1;
        return end < 0 || !row.basePath().equals("/openai/v1")
                ? null
                : below(method, path.substring(end), path.substring(DEPLOYMENTS.length(), end));
    }

    private @Nullable Route below(HttpMethod method, String path, @Nullable String model) {
        if (method == HttpMethod.GET) {
            return path.equals("/models") ? new Route.Models() : balance(path);
        }
        if (path.equals("/responses") && row.habits().contains(Habit.RESPONSES)) {
            return new Route.Asking(Operation.CHAT, null, false, true);
        }
        Operation operation = method == HttpMethod.POST ? operation(path) : null;
        return operation == null ? null : new Route.Asking(operation, model, false);
    }

    private @Nullable Route balance(String path) {
        boolean told = row.habits().contains(Habit.BALANCE) && path.equals("/user/balance");
        return told ? new Route.Balance() : null;
    }

    private static @Nullable Operation operation(String path) {
        return switch (path) {
            case "/chat/completions" -> Operation.CHAT;
            case "/completions" -> Operation.COMPLETIONS;
            case "/embeddings" -> Operation.EMBEDDINGS;
            case "/rerank" -> Operation.RERANK;
            default -> null;
        };
    }

    @Override
    public @Nullable String secret(HttpServerRequest request) {
        String shown = request.getHeader(row.keyHeader());
        return shown != null && row.keyHeader().equals("api-key") ? shown : bearer(request);
    }

    static @Nullable String bearer(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : null;
    }

    @Override
    public Ask read(Route.Asking asking, HttpServerRequest request, Buffer body) throws IOException {
        Ask ask = asking.responses() ? ResponsesAsk.read(body) : AskReader.read(body.getBytes());
        if (asking.model() != null) {
            ask.model = asking.model();
        }
        return ask;
    }

    @Override
    public @Nullable ErrorAnswer mistake(HttpServerRequest request, Operation operation, Ask ask) {
        if (ask.model == null || ask.model.isEmpty()) {
            return Errors.NO_MODEL;
        }
        if (!ask.hasContent) {
            return Errors.missing(
                    switch (operation) {
                        case CHAT -> ask.responses ? "input" : "messages";
                        case COMPLETIONS -> "prompt";
                        case RERANK -> "documents";
                        default -> "input";
                    });
        }
        if (ask.dimensions > EmbeddingBody.MOST_DIMENSIONS) {
            return Errors.invalidValue("dimensions", "at most " + EmbeddingBody.MOST_DIMENSIONS);
        }
        return null;
    }

    @Override
    public Charge charge(Operation operation, Ask ask, int usualTokens) {
        return operation == Operation.EMBEDDINGS || operation == Operation.RERANK
                ? Charge.ofInput(ask.promptTokens())
                : new Charge(ask.promptTokens(), ask.maxTokens < 0 ? usualTokens : ask.maxTokens);
    }
}
