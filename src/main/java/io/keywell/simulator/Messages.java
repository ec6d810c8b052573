package io.keywell.simulator;

/** Good answers of Anthropic's family as one JSON document, and the pieces that its streams share with it. */
final class Messages {

    static final String THOUGHT = "The user wants an answer.";
    static final String SIGNATURE = "c2ltdWxhdGVk";

    /** What the thoughts add to the output. */
    static final int THOUGHT_TOKENS = 5;

    private Messages() {}

    static String json(Reply reply, boolean usage) {
        StringBuilder json = new StringBuilder(1_024);
        head(json, reply).append("\"content\":[");
        if (reply.ask().thinking) {
            ErrorAnswer.quote(json.append("{\"type\":\"thinking\",\"thinking\":"), THOUGHT);
            json.append(",\"signature\":\"").append(SIGNATURE).append("\"},");
        }
        if (reply.tool() == null) {
            ErrorAnswer.quote(json.append("{\"type\":\"text\",\"text\":"), reply.text());
            json.append('}');
        } else {
            toolUse(json, reply, reply.text());
        }
        json.append("],\"stop_reason\":\"").append(stopReason(reply)).append("\",\"stop_sequence\":null");
        if (usage) {
            usage(json.append(",\"usage\":"), reply, outputTokens(reply));
        }
        return json.append('}').toString();
    }

    /** The beginning of a message, up to its content. */
    static StringBuilder head(StringBuilder json, Reply reply) {
        json.append("{\"id\":\"").append(reply.id());
        ErrorAnswer.quote(json.append("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"), reply.model());
        return json.append(',');
    }

    /** @param input a JSON object */
    static void toolUse(StringBuilder json, Reply reply, String input) {
        json.append("{\"type\":\"tool_use\",\"id\":\"toolu_").append(reply.id());
        ErrorAnswer.quote(json.append("\",\"name\":"), reply.tool());
        json.append(",\"input\":").append(input).append('}');
    }

    static void usage(StringBuilder json, Reply reply, long outputTokens) {
        json.append("{\"input_tokens\":").append(reply.ask().promptTokens());
        json.append(",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":");
        json.append(outputTokens).append(",\"service_tier\":\"standard\"}");
    }

    static long outputTokens(Reply reply) {
        return reply.pieces().size() + (reply.tool() == null ? 0 : 1) + (reply.ask().thinking ? THOUGHT_TOKENS : 0);
    }

    static String stopReason(Reply reply) {
        return switch (reply.finishReason()) {
            case "tool_calls" -> "tool_use";
            case "length" -> "max_tokens";
            default -> "end_turn";
        };
    }
}
