package io.keywell.bench;

import io.keywell.core.Dialect;
import java.util.List;

/** How a provider of one dialect streams a text and then a call. What is put in is JSON text already. */
interface Voice {

    List<String> start();

    String text(String words);

    List<String> toolStart();

    String arguments(String piece);

    List<String> end();

    static Voice of(Dialect dialect) {
        return switch (dialect) {
            case OPENAI -> new OpenAi();
            case RESPONSES -> new Responses();
            case ANTHROPIC -> new Anthropic();
            case GEMINI -> new Gemini();
            case BEDROCK -> new Bedrock();
        };
    }

    private static String data(String json) {
        return "data: " + json + "\n\n";
    }

    /** Most dialects say the type twice. */
    private static String event(String type, String fields) {
        return "event: " + type + "\n" + data("{\"type\":\"" + type + "\"," + fields + "}");
    }

    /** Bedrock's messages as their framer hands them on. */
    private static String message(String type, String json) {
        return "event: " + type + "\n" + data(json);
    }

    /** Chat completions. */
    final class OpenAi implements Voice {

        private static String chunk(String delta, String finish) {
            return data("{\"id\":\"chatcmpl-up1\",\"object\":\"chat.completion.chunk\",\"created\":1690000000,"
                    + "\"model\":\"up\",\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,\"delta\":" + delta
                    + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]}");
        }

        @Override
        public List<String> start() {
            return List.of(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        }

        @Override
        public String text(String words) {
            return chunk("{\"content\":\"" + words + "\"}", "null");
        }

        @Override
        public List<String> toolStart() {
            return List.of(chunk(
                    "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                            + "\"function\":{\"name\":\"tide_table\",\"arguments\":\"\"}}]}",
                    "null"));
        }

        @Override
        public String arguments(String piece) {
            return chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" + piece + "\"}}]}", "null");
        }

        @Override
        public List<String> end() {
            return List.of(
                    chunk("{}", "\"tool_calls\""),
                    data("{\"id\":\"chatcmpl-up1\",\"choices\":[],\"usage\":{\"prompt_tokens\":12,"
                            + "\"completion_tokens\":7,\"total_tokens\":19}}"),
                    data("[DONE]"));
        }
    }

    /** Responses. */
    final class Responses implements Voice {

        @Override
        public List<String> start() {
            return List.of(
                    event("response.created", "\"response\":{\"id\":\"resp_1\",\"model\":\"up\",\"output\":[]}"),
                    event(
                            "response.output_item.added",
                            "\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"msg_0\",\"role\":\"assistant\",\"content\":[]}"),
                    event(
                            "response.content_part.added",
                            "\"item_id\":\"msg_0\",\"output_index\":0,\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\"}"));
        }

        @Override
        public String text(String words) {
            return event(
                    "response.output_text.delta",
                    "\"sequence_number\":4,\"item_id\":\"msg_0\",\"output_index\":0,\"content_index\":0,\"delta\":\""
                            + words + "\",\"obfuscation\":\"xxxxxx\"");
        }

        @Override
        public List<String> toolStart() {
            return List.of(
                    event(
                            "response.output_item.done",
                            "\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"msg_0\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[]}"),
                    event(
                            "response.output_item.added",
                            "\"output_index\":1,\"item\":{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\",\"name\":\"tide_table\",\"arguments\":\"\"}"));
        }

        @Override
        public String arguments(String piece) {
            return event(
                    "response.function_call_arguments.delta",
                    "\"item_id\":\"fc_1\",\"output_index\":1,\"delta\":\"" + piece + "\"");
        }

        @Override
        public List<String> end() {
            return List.of(event(
                    "response.completed",
                    "\"response\":{\"id\":\"resp_1\",\"status\":\"completed\",\"output\":[],"
                            + "\"usage\":{\"input_tokens\":12,\"output_tokens\":7,\"total_tokens\":19}}"));
        }
    }

    /** Messages. */
    final class Anthropic implements Voice {

        @Override
        public List<String> start() {
            return List.of(
                    event(
                            "message_start",
                            "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"up\","
                                    + "\"content\":[],\"usage\":{\"input_tokens\":12,\"output_tokens\":1}}"),
                    event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        }

        @Override
        public String text(String words) {
            return event(
                    "content_block_delta",
                    "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + words + "\"}");
        }

        @Override
        public List<String> toolStart() {
            return List.of(
                    event("content_block_stop", "\"index\":0"),
                    event(
                            "content_block_start",
                            "\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"tide_table\",\"input\":{}}"));
        }

        @Override
        public String arguments(String piece) {
            return event(
                    "content_block_delta",
                    "\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" + piece + "\"}");
        }

        @Override
        public List<String> end() {
            return List.of(
                    event("content_block_stop", "\"index\":1"),
                    event("message_delta", "\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":9}"),
                    "event: message_stop\n" + data("{\"type\":\"message_stop\"}"));
        }
    }

    /** Gemini sends a call whole; it makes as many calls as others send pieces. */
    final class Gemini implements Voice {

        private static String chunk(String part, String finish) {
            return data("{\"candidates\": [{\"content\": {\"parts\": [" + part + "],\"role\": \"model\"}" + finish
                    + ",\"index\": 0}],\"usageMetadata\": {\"promptTokenCount\": 8,\"candidatesTokenCount\": 4,"
                    + "\"totalTokenCount\": 12},\"modelVersion\": \"up\",\"responseId\": \"r1\"}");
        }

        @Override
        public List<String> start() {
            return List.of();
        }

        @Override
        public String text(String words) {
            return chunk("{\"text\": \"" + words + "\"}", "");
        }

        @Override
        public List<String> toolStart() {
            return List.of();
        }

        @Override
        public String arguments(String piece) {
            return chunk("{\"functionCall\": {\"name\": \"tide_table\",\"args\": {\"place\": \"" + piece + "\"}}}", "");
        }

        @Override
        public List<String> end() {
            return List.of(chunk("{\"text\": \"\"}", ",\"finishReason\": \"STOP\""));
        }
    }

    /** Converse. */
    final class Bedrock implements Voice {

        @Override
        public List<String> start() {
            return List.of(message("messageStart", "{\"role\":\"assistant\"}"));
        }

        @Override
        public String text(String words) {
            return message(
                    "contentBlockDelta",
                    "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + words + "\"},\"p\":\"ab\"}");
        }

        @Override
        public List<String> toolStart() {
            return List.of(
                    message("contentBlockStop", "{\"contentBlockIndex\":0}"),
                    message(
                            "contentBlockStart",
                            "{\"contentBlockIndex\":1,\"start\":{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"tide_table\"}}}"));
        }

        @Override
        public String arguments(String piece) {
            return message(
                    "contentBlockDelta",
                    "{\"contentBlockIndex\":1,\"delta\":{\"toolUse\":{\"input\":\"" + piece + "\"}},\"p\":\"abc\"}");
        }

        @Override
        public List<String> end() {
            return List.of(
                    message("contentBlockStop", "{\"contentBlockIndex\":1}"),
                    message("messageStop", "{\"stopReason\":\"tool_use\"}"),
                    message(
                            "metadata",
                            "{\"usage\":{\"inputTokens\":12,\"outputTokens\":7,\"totalTokens\":19},\"metrics\":{\"latencyMs\":4}}"));
        }
    }
}
