package io.keywell.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Documents in an order that depends on them alone, as rerankers answer. */
final class RankedBody {

    private static final int STEPS = 1_000;

    private RankedBody() {}

    static String of(Ask ask) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < ask.inputHashes.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingInt((Integer i) -> score(ask, i)).reversed());
        StringBuilder json = new StringBuilder(256).append("{\"object\":\"rerank\",\"model\":");
        ErrorAnswer.quote(json, ask.model);
        json.append(",\"results\":[");
        for (int i = 0; i < order.size(); i++) {
            json.append(i == 0 ? "" : ",").append("{\"index\":").append(order.get(i));
            json.append(",\"relevance_score\":").append((double) score(ask, order.get(i)) / STEPS);
            json.append('}');
        }
        long tokens = ask.promptTokens();
        json.append("],\"usage\":{\"prompt_tokens\":").append(tokens);
        return json.append(",\"total_tokens\":").append(tokens).append("}}").toString();
    }

    private static int score(Ask ask, int document) {
        return Math.floorMod(ask.inputHashes.get(document), STEPS);
    }
}
