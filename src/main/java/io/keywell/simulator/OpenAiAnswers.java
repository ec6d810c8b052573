package io.keywell.simulator;

import io.keywell.core.Operation;
import io.keywell.simulator.Standing.Allowance;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

final class OpenAiAnswers implements Answers {

    private static final CharSequence ORGANIZATION = HttpHeaders.createOptimized("openai-organization");
    private static final CharSequence PROCESSING_MS = HttpHeaders.createOptimized("openai-processing-ms");
    private static final CharSequence VERSION = HttpHeaders.createOptimized("openai-version");
    private static final CharSequence VERSION_VALUE = HttpHeaders.createOptimized("2020-10-01");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final RateHeaders REQUESTS = new RateHeaders("requests");
    private static final RateHeaders TOKENS = new RateHeaders("tokens");
    private static final String MODELS = modelList("gpt-4o", "gpt-4o-mini", "text-embedding-3-small");

    private final boolean mistral;

    /** @param mistral whether streams are as Mistral sends them */
    OpenAiAnswers(boolean mistral) {
        this.mistral = mistral;
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
            REQUESTS.put(headers, head.standing().requests());
            TOKENS.put(headers, head.standing().tokens());
        }
    }

    @Override
    public String models() {
        return MODELS;
    }

    @Override
    public @Nullable String document(Operation operation, Ask ask) {
        return operation == Operation.EMBEDDINGS ? EmbeddingBody.of(ask) : null;
    }

    @Override
    public String id(Operation operation, String number) {
        return (operation == Operation.CHAT ? "chatcmpl-sim-" : "cmpl-sim-") + number;
    }

    @Override
    public String json(Reply reply, boolean usage) {
        return JsonBody.of(reply, usage);
    }

    @Override
    public Events events(Reply reply) {
        return mistral ? new MistralChunks(reply) : new Chunks(reply);
    }

    private static String modelList(String... models) {
        StringBuilder json = new StringBuilder("{\"object\":\"list\",\"data\":[");
        for (String model : models) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",").append("{\"id\":\"");
            json.append(model).append("\",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"simulator\"}");
        }
        return json.append("]}").toString();
    }

    /** The three headers of one dimension. */
    private static final class RateHeaders {

        private final CharSequence limit;
        private final CharSequence remaining;
        private final CharSequence reset;

        RateHeaders(String dimension) {
            limit = HttpHeaders.createOptimized("x-ratelimit-limit-" + dimension);
            remaining = HttpHeaders.createOptimized("x-ratelimit-remaining-" + dimension);
            reset = HttpHeaders.createOptimized("x-ratelimit-reset-" + dimension);
        }

        void put(MultiMap headers, Allowance allowance) {
            if (allowance.limit() > 0) {
                headers.set(limit, Long.toString(allowance.limit()));
                headers.set(remaining, Long.toString(allowance.remaining()));
                headers.set(reset, GoDuration.format(allowance.resetMillis()));
            }
        }
    }
}
