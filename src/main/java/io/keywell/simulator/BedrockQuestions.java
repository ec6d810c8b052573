package io.keywell.simulator;

import io.keywell.core.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Converse and ConverseStream, with Bedrock's API keys or signed with pairs of AWS keys. */
final class BedrockQuestions implements Questions {

    private static final String MODEL = "/model/";

    /** Stands for the model's maximum, which is reserved when the caller does not say how much it wants. */
    private static final long MOST_OUTPUT = 4_096;

    @Override
    public String basePath() {
        return "";
    }

    @Override
    public @Nullable Route route(HttpMethod method, String path) {
        int verb = path.lastIndexOf('/');
        if (method != HttpMethod.POST || !path.startsWith(MODEL) || verb <= MODEL.length()) {
            return null;
        }
        boolean stream = path.endsWith("/converse-stream");
        if (!stream && !path.endsWith("/converse")) {
            return null;
        }
        try {
            String model = URLDecoder.decode(path.substring(MODEL.length(), verb), StandardCharsets.UTF_8);
            return new Route.Asking(Operation.CHAT, model, stream);
        } catch (IllegalArgumentException notEncoded) {
            return null;
        }
    }

    @Override
    public @Nullable String secret(HttpServerRequest request) {
        String bearer = OpenAiQuestions.bearer(request);
        return bearer != null ? bearer : AwsSignatureCheck.keyId(request);
    }

    /** A signature shows no more than the key's id. */
    @Override
    public String presented(String secret) {
        return secret.startsWith("AKIA") || secret.startsWith("ASIA") ? secret.split(":", 2)[0] : secret;
    }

    @Override
    public @Nullable ErrorAnswer forged(HttpServerRequest request, Buffer body, String secret, long nowMillis) {
        return OpenAiQuestions.bearer(request) != null
                ? null
                : new AwsSignatureCheck(request, body, secret).mistake(nowMillis);
    }

    @Override
    public Ask read(Route.Asking asking, HttpServerRequest request, Buffer body) throws IOException {
        Ask ask = BedrockAsk.read(body);
        ask.model = asking.model();
        ask.stream = asking.stream();
        return ask;
    }

    @Override
    public @Nullable ErrorAnswer mistake(HttpServerRequest request, Operation operation, Ask ask) {
        return ask.hasContent
                ? null
                : BedrockErrors.invalid("A conversation must start with a user message. Try again with a conversation"
                        + " that starts with a user message.");
    }

    @Override
    public Charge charge(Operation operation, Ask ask, int usualTokens) {
        return new Charge(ask.promptTokens(), ask.maxTokens < 0 ? MOST_OUTPUT : ask.maxTokens);
    }
}
