package io.keywell.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.protocol.chat.JsonTrees;
import org.jspecify.annotations.Nullable;

/**
 * Answers to rerank calls. There is no standard: vendors say the same under different names and leave different things
 * out. Callers get all that clients of any of them look for.
 */
public final class Rerank {

    private static final String RESULTS = "results";
    private static final String SCORE = "relevance_score";
    private static final String DOCUMENT = "document";

    private Rerank() {}

    /**
     * @param asked the caller's own body
     * @param model as the caller named it
     * @param tokens estimated, for a vendor that tells none
     * @return null when the body is no answer
     */
    public static @Nullable Bytes answer(Bytes asked, Bytes body, String id, String model, long tokens) {
        ObjectNode answer = JsonTrees.object(body);
        ObjectNode request = JsonTrees.object(asked);
        if (answer == null || request == null) {
            return null;
        }
        JsonNode found = answer.has(RESULTS) ? answer.get(RESULTS) : answer.remove("data");
        if (!(found instanceof ArrayNode results)) {
            return null;
        }
        answer.set(RESULTS, results);
        for (JsonNode result : results) {
            if (result instanceof ObjectNode object) {
                complete(object, request);
            }
        }
        int most = request.path("top_n").asInt(Integer.MAX_VALUE);
        while (most > 0 && results.size() > most) {
            results.remove(results.size() - 1);
        }
        if (!answer.hasNonNull("id")) {
            answer.put("id", "rerank-" + id);
        }
        if (!answer.hasNonNull("model")) {
            answer.put("model", model);
        }
        if (!answer.hasNonNull("usage")) {
            long told = JsonTrees.count(answer.path("meta").path("tokens"), "input_tokens");
            answer.putObject("usage").put("total_tokens", told > 0 ? told : tokens);
        }
        return JsonTrees.write(out -> out.writeTree(answer));
    }

    private static void complete(ObjectNode result, ObjectNode request) {
        if (!result.has(SCORE) && result.path("score").isNumber()) {
            result.set(SCORE, result.remove("score"));
        }
        if (!request.path("return_documents").asBoolean() || result.hasNonNull(DOCUMENT)) {
            return;
        }
        JsonNode document = request.path("documents").path(result.path("index").asInt(-1));
        if (document.isTextual()) {
            result.putObject(DOCUMENT).set("text", document);
        } else if (document.isObject()) {
            result.set(DOCUMENT, document.deepCopy());
        }
    }
}
