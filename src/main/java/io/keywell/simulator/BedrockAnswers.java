package io.keywell.simulator;

import io.keywell.core.Operation;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Converse, as JSON and as binary streams. Bedrock says nothing of its limits in headers, and its answers have no ids. */
final class BedrockAnswers implements Answers {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-amzn-requestid");

    private final Framing framing = new EventStreamFrames();

    @Override
    public void head(MultiMap headers, Head head) {
        headers.set(REQUEST_ID, head.requestId());
    }

    /** Models are listed by another service. */
    @Override
    public String models() {
        return "{}";
    }

    @Override
    public @Nullable String document(Operation operation, Ask ask) {
        return null;
    }

    @Override
    public String id(Operation operation, String number) {
        return "sim" + number;
    }

    @Override
    public String json(Reply reply, boolean usage) {
        return Converse.json(reply, usage);
    }

    @Override
    public Events events(Reply reply) {
        return new ConverseStream(reply);
    }

    @Override
    public Framing framing(Ask ask) {
        return framing;
    }
}
