package io.keywell.protocol.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.JsonTrees;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What whole answers and streams say in the same words: the reason of the end, the usage, ids of calls. */
final class AnswerWords {

    /** With a number behind it an id stays shorter than the 40 characters that OpenAI takes. */
    private static final int MOST_OF_ID = 24;

    private AnswerWords() {}

    /** @param called whether a tool is called, which has no reason of its own */
    static Finish finish(String reason, boolean called) {
        return switch (reason) {
            case "MAX_TOKENS" -> Finish.LENGTH;
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION",
                    "MODEL_ARMOR",
                    "JAILBREAK" -> Finish.FILTER;
            default -> called ? Finish.TOOL_CALLS : Finish.STOP;
        };
    }

    static String reason(Finish finish) {
        return switch (finish) {
            case STOP, STOP_SEQUENCE, TOOL_CALLS, PAUSE -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case FILTER, REFUSAL -> "SAFETY";
        };
    }

    static @Nullable Usage usage(@Nullable JsonNode metadata) {
        if (metadata == null || !metadata.isObject()) {
            return null;
        }
        return UsageFields.normal(
                JsonTrees.count(metadata, "promptTokenCount") + JsonTrees.count(metadata, "toolUsePromptTokenCount"),
                JsonTrees.count(metadata, "cachedContentTokenCount"),
                JsonTrees.count(metadata, "candidatesTokenCount"),
                JsonTrees.count(metadata, "thoughtsTokenCount"),
                JsonTrees.count(metadata, "totalTokenCount"));
    }

    static void usage(Usage usage, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("usageMetadata");
        json.writeNumberField("promptTokenCount", usage.input());
        if (usage.cacheRead() > 0) {
            json.writeNumberField("cachedContentTokenCount", usage.cacheRead());
        }
        json.writeNumberField("candidatesTokenCount", Math.max(0, usage.output() - usage.reasoning()));
        if (usage.reasoning() > 0) {
            json.writeNumberField("thoughtsTokenCount", usage.reasoning());
        }
        json.writeNumberField("totalTokenCount", usage.total());
        json.writeEndObject();
    }

    /**
     * The id of a call: its own, else one made of the answer's, so that the calls of two answers differ. Letters, digits,
     * dashes and underscores.
     *
     * @param number of the call in its answer
     */
    static String callId(JsonNode call, String answerId, int number) {
        String own = JsonTrees.textAt(call, "id");
        if (own != null && !own.isEmpty()) {
            return own;
        }
        StringBuilder id = new StringBuilder("call_");
        for (int i = 0; i < answerId.length() && i < MOST_OF_ID; i++) {
            char c = answerId.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            id.append(plain ? c : '_');
        }
        return id.append(answerId.isEmpty() ? "" : "_").append(number).toString();
    }

    static String text(JsonNode object, String field) {
        String text = JsonTrees.textAt(object, field);
        return text == null ? "" : text;
    }
}
