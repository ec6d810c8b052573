package io.keywell.simulator;

import io.keywell.core.Operation;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class GeminiAnswers implements Answers {

    private static final String THOUGHT = "Simulated thought.";
    private static final int THOUGHT_TOKENS = 3;

    private static final String MODELS = "{\"models\":[" + model("gemini-2.5-flash") + "," + model("gemini-2.5-pro")
            + "," + model("gemini-embedding-001") + "]}";

    private static String model(String name) {
        return "{\"name\":\"models/" + name + "\",\"version\":\"001\",\"displayName\":\"" + name
                + "\",\"inputTokenLimit\":1048576,\"outputTokenLimit\":65536,"
                + "\"supportedGenerationMethods\":[\"generateContent\",\"countTokens\"]}";
    }

    /** Nothing is told in headers. */
    @Override
    public void head(MultiMap headers, Head head) {
        headers.set("server-timing", "gfet4t7; dur=" + head.tookMillis());
    }

    @Override
    public String models() {
        return MODELS;
    }

    @Override
    public @Nullable String document(Operation operation, Ask ask) {
        return switch (operation) {
            case COUNT_TOKENS -> "{\"totalTokens\":" + ask.promptTokens() + "}";
            case EMBEDDINGS -> ask.compatible ? EmbeddingBody.of(ask) : "{\"embedding\":" + vector(ask, 0) + "}";
            case BATCH_EMBEDDINGS -> batch(ask);
            default -> null;
        };
    }

    private static String batch(Ask ask) {
        List<String> vectors = new ArrayList<>();
        for (int i = 0; i < ask.inputHashes.size(); i++) {
            vectors.add(vector(ask, i));
        }
        return "{\"embeddings\":[" + String.join(",", vectors) + "]}";
    }

    private static String vector(Ask ask, int input) {
        StringBuilder json = new StringBuilder(1_024).append("{\"values\":");
        EmbeddingBody.appendVector(json, ask.inputHashes.get(input));
        return json.append('}').toString();
    }

    @Override
    public String id(Operation operation, String number) {
        return "sim-" + number;
    }

    /** Without {@code alt=sse} an array. */
    @Override
    public Framing framing(Ask ask) {
        return ask.array ? JsonArrayFraming.INSTANCE : ServerSentEvents.PLAIN;
    }

    @Override
    public String blocked(Reply reply) {
        StringBuilder json = new StringBuilder("{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}");
        json.append(",\"usageMetadata\":{\"promptTokenCount\":")
                .append(reply.ask().promptTokens());
        json.append(",\"totalTokenCount\":").append(reply.ask().promptTokens());
        ErrorAnswer.quote(json.append("},\"modelVersion\":"), reply.model());
        return json.append('}').toString();
    }

    @Override
    public String json(Reply reply, boolean usage) {
        StringBuilder parts = new StringBuilder();
        if (reply.ask().thoughts) {
            parts.append(thought()).append(',');
        }
        parts.append(reply.tool() == null ? text(reply.text()) : call(reply));
        return chunk(reply, parts.toString(), true, usage);
    }

    @Override
    public Events events(Reply reply) {
        return new Stream(reply);
    }

    private static String text(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16);
        ErrorAnswer.quote(json.append("{\"text\":"), text);
        return json.append('}').toString();
    }

    private static String thought() {
        return "{\"text\":\"" + THOUGHT + "\",\"thought\":true}";
    }

    /** A call comes whole, whether in a stream or not. */
    private static String call(Reply reply) {
        StringBuilder json = new StringBuilder(128).append("{\"functionCall\":{\"name\":");
        ErrorAnswer.quote(json, reply.tool());
        return json.append(",\"args\":")
                .append(reply.text())
                .append("},\"thoughtSignature\":\"c2ltdWxhdGVk\"}")
                .toString();
    }

    private static String chunk(Reply reply, String parts, boolean last, boolean usage) {
        StringBuilder json = new StringBuilder(384).append("{\"candidates\":[{\"content\":{\"parts\":[");
        json.append(parts).append("],\"role\":\"model\"}");
        if (last) {
            json.append(",\"finishReason\":\"");
            json.append(reply.finishReason().equals("length") ? "MAX_TOKENS\"" : "STOP\"");
        }
        json.append(",\"index\":0}]");
        if (usage) {
            usage(reply, json);
        }
        ErrorAnswer.quote(json.append(",\"modelVersion\":"), reply.model());
        return json.append(",\"responseId\":\"")
                .append(reply.id())
                .append("\"}")
                .toString();
    }

    private static void usage(Reply reply, StringBuilder json) {
        long prompt = reply.ask().promptTokens();
        long candidates = reply.pieces().size() + (reply.tool() == null ? 0 : 1);
        long thoughts = reply.ask().thoughts ? THOUGHT_TOKENS : 0;
        json.append(",\"usageMetadata\":{\"promptTokenCount\":").append(prompt);
        json.append(",\"candidatesTokenCount\":").append(candidates);
        json.append(",\"totalTokenCount\":").append(prompt + candidates + thoughts);
        json.append(thoughts == 0 ? "" : ",\"thoughtsTokenCount\":" + thoughts);
        json.append('}');
    }

    /** No mark at the end: the last chunk says why it ended. */
    private record Stream(Reply reply) implements Events {

        @Override
        public List<Event> opening() {
            return List.of();
        }

        @Override
        public List<Event> content() {
            List<Event> chunks = new ArrayList<>();
            if (reply.ask().thoughts) {
                chunks.add(event(thought()));
            }
            if (reply.tool() != null) {
                chunks.add(event(call(reply)));
            } else {
                reply.pieces().forEach(piece -> chunks.add(event(text(piece))));
            }
            return chunks;
        }

        @Override
        public List<Event> closing(boolean usage) {
            return List.of(new Event(null, chunk(reply, text(""), true, usage)));
        }

        private Event event(String part) {
            return new Event(null, chunk(reply, part, false, false));
        }

        @Override
        public Event error(String json) {
            return new Event(null, json);
        }
    }
}
