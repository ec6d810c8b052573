package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.store.LimitSet;
import org.jspecify.annotations.Nullable;

/** Limits by dimension. */
final class LimitsJson {

    private LimitsJson() {}

    static ObjectNode show(@Nullable LimitSet limits, ObjectNode node) {
        if (limits != null) {
            Json.put(node, "requests-per-minute", limits.requestsPerMinute);
            Json.put(node, "requests-per-day", limits.requestsPerDay);
            Json.put(node, "tokens-per-minute", limits.tokensPerMinute);
            Json.put(node, "tokens-per-day", limits.tokensPerDay);
            Json.put(node, "input-tokens-per-minute", limits.inputTokensPerMinute);
            Json.put(node, "output-tokens-per-minute", limits.outputTokensPerMinute);
            Json.put(node, "concurrent", limits.concurrent);
            Json.put(node, "window", limits.timeWindow);
        }
        return node;
    }

    /** As the field {@code limits}, where there are any. */
    static ObjectNode put(ObjectNode node, @Nullable LimitSet limits) {
        ObjectNode shown = show(limits, Json.object());
        if (!shown.isEmpty()) {
            node.set("limits", shown);
        }
        return node;
    }

    /** Of the field {@code limits}; null without one. */
    static @Nullable LimitSet readOf(ObjectNode body) {
        JsonNode limits = body.get("limits");
        return limits == null || limits.isNull() ? null : read(limits);
    }

    static LimitSet read(JsonNode node) {
        LimitSet limits = new LimitSet();
        limits.requestsPerMinute = Json.whole(node, "requests-per-minute");
        limits.requestsPerDay = Json.whole(node, "requests-per-day");
        limits.tokensPerMinute = Json.whole(node, "tokens-per-minute");
        limits.tokensPerDay = Json.whole(node, "tokens-per-day");
        limits.inputTokensPerMinute = Json.whole(node, "input-tokens-per-minute");
        limits.outputTokensPerMinute = Json.whole(node, "output-tokens-per-minute");
        limits.concurrent = Json.whole(node, "concurrent");
        limits.timeWindow = Json.text(node, "window");
        return limits;
    }
}
