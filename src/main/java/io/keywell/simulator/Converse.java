package io.keywell.simulator;

/** Good answers of Converse as one JSON document, and the pieces that its streams share with it. */
final class Converse {

    private Converse() {}

    static String json(Reply reply, boolean usage) {
        StringBuilder json = new StringBuilder(1_024).append("{\"metrics\":{\"latencyMs\":1},\"output\":{\"message\":");
        json.append("{\"content\":[");
        if (reply.ask().thinking) {
            ErrorAnswer.quote(json.append("{\"reasoningContent\":{\"reasoningText\":{\"text\":"), Messages.THOUGHT);
            json.append(",\"signature\":\"").append(Messages.SIGNATURE).append("\"}}},");
        }
        if (reply.tool() == null) {
            ErrorAnswer.quote(json.append("{\"text\":"), reply.text());
        } else {
            json.append("{\"toolUse\":{\"input\":").append(reply.text());
            ErrorAnswer.quote(json.append(",\"name\":"), reply.tool());
            json.append(",\"toolUseId\":\"").append(toolUseId(reply)).append("\"}");
        }
        json.append("}],\"role\":\"assistant\"}},\"stopReason\":\"")
                .append(stopReason(reply))
                .append('"');
        if (usage) {
            usage(json.append(','), reply);
        }
        return json.append('}').toString();
    }

    /** Appends the field, without anything around it. */
    static StringBuilder usage(StringBuilder json, Reply reply) {
        long input = reply.ask().promptTokens();
        long output = Messages.outputTokens(reply);
        return json.append("\"usage\":{\"inputTokens\":")
                .append(input)
                .append(",\"outputTokens\":")
                .append(output)
                .append(",\"totalTokens\":")
                .append(input + output)
                .append('}');
    }

    static String toolUseId(Reply reply) {
        return "tooluse_" + reply.id();
    }

    static String stopReason(Reply reply) {
        return Messages.stopReason(reply);
    }
}
