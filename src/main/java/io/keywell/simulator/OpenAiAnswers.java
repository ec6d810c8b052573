package io.keywell.simulator;

import io.keywell.core.Operation;
import io.keywell.simulator.CompatibleRow.Habit;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

final class OpenAiAnswers implements Answers {

    private static final CharSequence ORGANIZATION = HttpHeaders.createOptimized("openai-organization");
    private static final CharSequence PROCESSING_MS = HttpHeaders.createOptimized("openai-processing-ms");
    private static final CharSequence VERSION = HttpHeaders.createOptimized("openai-version");
    private static final CharSequence VERSION_VALUE = HttpHeaders.createOptimized("2020-10-01");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final String MODELS = modelList("gpt-4o", "gpt-4o-mini", "text-embedding-3-small");

    private final CompatibleRow row;

    OpenAiAnswers(CompatibleRow row) {
        this.row = row;
    }

    @Override
    public void head(MultiMap headers, Head head) {
        headers.set(REQUEST_ID, head.requestId());
        headers.set(VERSION, VERSION_VALUE);
        headers.set(PROCESSING_MS, Long.toString(head.tookMillis()));
        if (head.pool() != null) {
            headers.set(ORGANIZATION, head.pool().organization());
        }
        if (head.standing() != null) {
            for (RateGauge gauge : row.gauges()) {
                gauge.put(headers, head.standing(), head.nowMillis());
            }
        }
    }

    @Override
    public String models() {
        return MODELS;
    }

    @Override
    public @Nullable String document(Operation operation, Ask ask) {
        return switch (operation) {
            case EMBEDDINGS -> EmbeddingBody.of(ask);
            case RERANK -> RankedBody.of(ask);
            default -> null;
        };
    }

    @Override
    public String id(Operation operation, String number) {
        return (operation == Operation.CHAT ? "chatcmpl-sim-" : "cmpl-sim-") + number;
    }

    @Override
    public String json(Reply reply, boolean usage) {
        return reply.ask().responses
                ? ResponseEvents.whole(reply, usage)
                : JsonBody.of(reply, usage, row.habits().contains(Habit.REASONING_APART));
    }

    @Override
    public Events events(Reply reply) {
        return reply.ask().responses ? new ResponseEvents(reply) : new Chunks(reply, row.habits());
    }

    private static String modelList(String... models) {
        StringBuilder json = new StringBuilder("{\"object\":\"list\",\"data\":[");
        for (String model : models) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",").append("{\"id\":\"");
            json.append(model).append("\",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"simulator\"}");
        }
        return json.append("]}").toString();
    }
}
