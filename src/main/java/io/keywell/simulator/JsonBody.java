package io.keywell.simulator;

/** Good answers as one JSON document, put together from constant parts. */
final class JsonBody {

    private JsonBody() {}

    /** @param reasoningApart as {@link Reply#appendUsage} has it */
    static String of(Reply reply, boolean usage, boolean reasoningApart) {
        StringBuilder json = new StringBuilder(1_024).append("{\"id\":\"").append(reply.id());
        json.append(reply.isChat() ? "\",\"object\":\"chat.completion\"" : "\",\"object\":\"text_completion\"");
        json.append(",\"created\":").append(reply.created()).append(",\"model\":");
        ErrorAnswer.quote(json, reply.model());
        json.append(",\"choices\":[{\"index\":0,");
        if (reply.isChat()) {
            appendMessage(json, reply);
        } else {
            ErrorAnswer.quote(json.append("\"text\":"), reply.text());
        }
        json.append(",\"logprobs\":null,\"finish_reason\":\"").append(reply.finishReason());
        json.append("\"}]");
        if (usage) {
            reply.appendUsage(json.append(",\"usage\":"), reasoningApart);
        }
        return json.append(",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulated\"}")
                .toString();
    }

    private static void appendMessage(StringBuilder json, Reply reply) {
        json.append("\"message\":{\"role\":\"assistant\",\"content\":");
        if (reply.tool() == null) {
            ErrorAnswer.quote(json, reply.text());
        } else {
            json.append("null,\"tool_calls\":[{\"id\":\"call-").append(reply.id());
            ErrorAnswer.quote(json.append("\",\"type\":\"function\",\"function\":{\"name\":"), reply.tool());
            ErrorAnswer.quote(json.append(",\"arguments\":"), reply.text());
            json.append("}}]");
        }
        json.append(",\"refusal\":null,\"annotations\":[]}");
    }
}
