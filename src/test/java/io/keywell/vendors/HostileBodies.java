package io.keywell.vendors;

import java.util.ArrayList;
import java.util.List;

/** What callers send who do not know better, or who do. {@code MODEL} stands for the model's name. */
final class HostileBodies {

    private static final String CALLS =
            "[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"tool_calls\":";
    private static final String CALL =
            "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":";
    private static final String DEEP = "[".repeat(10_000) + "]".repeat(10_000);
    private static final String TOOLS = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    private HostileBodies() {}

    static List<String> of(Asker asker) {
        return switch (asker) {
            case OPENAI -> openAi();
            case RESPONSES -> responses();
            case ANTHROPIC -> anthropic();
            case GEMINI -> gemini();
        };
    }

    private static List<String> openAi() {
        List<String> bodies = new ArrayList<>();
        for (String content : List.of(
                "null",
                "\"\"",
                "[]",
                "7",
                "{}",
                "[null]",
                "[{}]",
                "[\"a\"]",
                "[{\"type\":\"text\"}]",
                "[{\"type\":\"text\",\"text\":7}]",
                "[{\"type\":\"alien\",\"x\":1}]",
                "[{\"type\":\"image_url\"}]",
                "[{\"type\":\"image_url\",\"image_url\":null}]",
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"\"}}]",
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:\"}}]",
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,\"}}]",
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%%%\"}}]",
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"ftp://x\"}}]",
                "[{\"type\":\"input_audio\",\"input_audio\":{}}]",
                "[{\"type\":\"file\",\"file\":{}}]",
                "\"\\ud800\"",
                "\"\\u0000\\u2028\"",
                DEEP)) {
            bodies.add("{\"model\":\"MODEL\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}");
        }
        for (String messages : List.of(
                "[{}]",
                "[{\"role\":\"alien\",\"content\":\"x\"}]",
                "[{\"content\":\"x\"}]",
                "[{\"role\":7,\"content\":\"x\"}]",
                "[{\"role\":\"system\",\"content\":\"x\"}]",
                "[{\"role\":\"assistant\",\"content\":\"x\"}]",
                "[{\"role\":\"tool\",\"content\":\"x\"}]",
                "[{\"role\":\"tool\",\"tool_call_id\":\"nobody\",\"content\":\"x\"}]",
                "[{\"role\":\"user\",\"role\":\"system\",\"content\":\"x\"}]",
                CALLS + "null}]",
                CALLS + "[]}]",
                CALLS + "\"x\"}]",
                CALLS + "[{}]}]",
                CALLS + "[{\"id\":\"c1\",\"type\":\"function\",\"function\":null}]}]",
                CALLS + "[{\"id\":\"c1\",\"type\":\"custom\",\"custom\":{\"name\":\"f\",\"input\":\"x\"}}]}]")) {
            bodies.add("{\"model\":\"MODEL\",\"messages\":" + messages + "}");
        }
        for (String arguments : List.of(
                "null",
                "7",
                "{}",
                "\"\"",
                "\"not json\"",
                "\"[1]\"",
                "\"{\\\"a\\\":1e999999999}\"",
                "\"" + DEEP + "\"")) {
            bodies.add("{\"model\":\"MODEL\",\"messages\":" + CALLS + "[" + CALL + arguments
                    + "}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"x\"}]," + TOOLS + "}");
        }
        for (String id : List.of("", "a b", "\u00fc", "\\u0000", "x".repeat(300), "../..", "\\\"")) {
            bodies.add(("{\"model\":\"MODEL\",\"messages\":" + CALLS + "[" + CALL + "\"{}\"}}," + CALL
                            + "\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"x\"},"
                            + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":null}]," + TOOLS + "}")
                    .replace("c1", id));
        }
        for (String field : List.of(
                "\"max_tokens\":0",
                "\"max_tokens\":99999999999999999999",
                "\"max_completion_tokens\":1e3",
                "\"temperature\":1e999",
                "\"temperature\":1e999999999",
                "\"temperature\":-1",
                "\"temperature\":\"hot\"",
                "\"temperature\":1,\"temperature\":2",
                "\"n\":3",
                "\"n\":0",
                "\"n\":4294967297",
                "\"stream\":\"true\"",
                "\"stop\":[]",
                "\"stop\":\"\"",
                "\"stop\":[1]",
                "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]",
                "\"seed\":99999999999999999999",
                "\"user\":7",
                "\"metadata\":" + DEEP,
                "\"tools\":null",
                "\"tools\":[]",
                "\"tools\":[{}]",
                "\"tools\":[null]",
                "\"tools\":[{\"type\":\"function\",\"function\":{}}]",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"\"}}]",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a b/\u00fc\",\"parameters\":7}}]",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"$ref\":\"#\"}}}]",
                TOOLS + ",\"tool_choice\":{}",
                TOOLS + ",\"tool_choice\":\"alien\"",
                TOOLS + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}}",
                "\"tool_choice\":\"required\"",
                "\"response_format\":{}",
                "\"response_format\":\"json\"",
                "\"response_format\":{\"type\":\"json_schema\"}",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"$ref\":\"#\"}}}",
                "\"reasoning_effort\":\"alien\"",
                "\"logit_bias\":7",
                "\"stream_options\":{\"include_usage\":1}")) {
            bodies.add("{\"model\":\"MODEL\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + field + "}");
        }
        bodies.add("{\"mod\\u0065l\":\"\\u0061MODEL\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                .replace("\\u0061MODEL", "MODEL"));
        return bodies;
    }

    private static List<String> responses() {
        List<String> bodies = new ArrayList<>();
        for (String input : List.of(
                "null",
                "\"\"",
                "[]",
                "{}",
                "[null]",
                "[{}]",
                "[\"x\"]",
                "[{\"role\":\"user\"}]",
                "[{\"role\":\"user\",\"content\":null}]",
                "[{\"role\":\"user\",\"content\":[{}]}]",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\"}]}]",
                "[{\"type\":\"function_call\"}]",
                "[{\"type\":\"function_call\",\"call_id\":\"\",\"name\":\"\",\"arguments\":\"no\"}]",
                "[{\"type\":\"function_call_output\"}]",
                "[{\"type\":\"function_call_output\",\"call_id\":\"nobody\",\"output\":null}]",
                "[{\"type\":\"reasoning\"}]",
                "[{\"type\":\"item_reference\",\"id\":\"x\"}]",
                "[{\"type\":\"alien\"}]",
                DEEP)) {
            bodies.add("{\"model\":\"MODEL\",\"input\":" + input + "}");
        }
        for (String field : List.of(
                "\"instructions\":7",
                "\"max_output_tokens\":0",
                "\"max_output_tokens\":1e400",
                "\"tools\":[{}]",
                "\"tools\":[{\"type\":\"function\"}]",
                "\"tool_choice\":{\"type\":\"function\"}",
                "\"text\":{\"format\":{}}",
                "\"text\":{\"format\":{\"type\":\"json_schema\"}}",
                "\"text\":7",
                "\"reasoning\":{\"effort\":7}",
                "\"previous_response_id\":\"\"",
                "\"previous_response_id\":7",
                "\"include\":7",
                "\"stream\":\"true\"")) {
            bodies.add("{\"model\":\"MODEL\",\"input\":\"x\"," + field + "}");
        }
        return bodies;
    }

    private static List<String> anthropic() {
        List<String> bodies = new ArrayList<>();
        for (String content : List.of(
                "null",
                "\"\"",
                "[]",
                "7",
                "[null]",
                "[{}]",
                "[\"x\"]",
                "[{\"type\":\"text\"}]",
                "[{\"type\":\"alien\"}]",
                "[{\"type\":\"image\"}]",
                "[{\"type\":\"image\",\"source\":{}}]",
                "[{\"type\":\"image\",\"source\":{\"type\":\"base64\"}}]",
                "[{\"type\":\"document\",\"source\":{\"type\":\"text\"}}]",
                "[{\"type\":\"tool_use\"}]",
                "[{\"type\":\"tool_use\",\"id\":\"\",\"name\":\"f\",\"input\":7}]",
                "[{\"type\":\"tool_result\"}]",
                "[{\"type\":\"tool_result\",\"tool_use_id\":\"nobody\",\"content\":[{}]}]",
                "[{\"type\":\"thinking\"}]",
                "[{\"type\":\"redacted_thinking\",\"data\":7}]",
                DEEP)) {
            for (String role : List.of("user", "assistant")) {
                bodies.add(
                        "{\"model\":\"MODEL\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\""
                                + role + "\",\"content\":" + content + "}]}");
            }
        }
        for (String field : List.of(
                "\"max_tokens\":0",
                "\"max_tokens\":99999999999999999999",
                "\"max_tokens\":9,\"system\":7",
                "\"max_tokens\":9,\"system\":[{}]",
                "\"max_tokens\":9,\"stop_sequences\":7",
                "\"max_tokens\":9,\"temperature\":\"x\"",
                "\"max_tokens\":9,\"top_k\":1e99",
                "\"max_tokens\":9,\"thinking\":{\"type\":\"enabled\"}",
                "\"max_tokens\":9,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":99999999999999999999}",
                "\"max_tokens\":9,\"tools\":[{}]",
                "\"max_tokens\":9,\"tools\":[{\"name\":\"f\"}]",
                "\"max_tokens\":9,\"tool_choice\":{}",
                "\"max_tokens\":9,\"metadata\":7",
                "\"max_tokens\":9,\"stream\":\"true\"")) {
            bodies.add("{\"model\":\"MODEL\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + field + "}");
        }
        return bodies;
    }

    private static List<String> gemini() {
        List<String> bodies = new ArrayList<>();
        for (String contents : List.of(
                "null",
                "[]",
                "{}",
                "[null]",
                "[{}]",
                "[{\"parts\":null}]",
                "[{\"parts\":[]}]",
                "[{\"parts\":[{}]}]",
                "[{\"parts\":[null]}]",
                "[{\"parts\":{\"text\":\"x\"}}]",
                "[{\"parts\":[{\"text\":7}]}]",
                "[{\"role\":\"alien\",\"parts\":[{\"text\":\"x\"}]}]",
                "[{\"parts\":[{\"inlineData\":{}}]}]",
                "[{\"parts\":[{\"fileData\":{}}]}]",
                "[{\"role\":\"model\",\"parts\":[{\"functionCall\":{}}]}]",
                "[{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":7}}]}]",
                "[{\"parts\":[{\"functionResponse\":{}}]}]",
                "[{\"parts\":[{\"functionResponse\":{\"name\":\"nobody\",\"response\":7}}]}]",
                DEEP)) {
            bodies.add("{\"contents\":" + contents + "}");
        }
        for (String field : List.of(
                "\"systemInstruction\":7",
                "\"systemInstruction\":\"x\"",
                "\"tools\":7",
                "\"tools\":[{}]",
                "\"tools\":[{\"functionDeclarations\":[{}]}]",
                "\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ALIEN\"}}",
                "\"generationConfig\":7",
                "\"generationConfig\":{\"maxOutputTokens\":0}",
                "\"generationConfig\":{\"maxOutputTokens\":-1}",
                "\"generationConfig\":{\"maxOutputTokens\":99999999999999999999}",
                "\"generationConfig\":{\"candidateCount\":4294967297}",
                "\"generationConfig\":{\"temperature\":\"NaN\"}",
                "\"generationConfig\":{\"stopSequences\":7}",
                "\"generationConfig\":{\"thinkingConfig\":7}",
                "\"generationConfig\":{\"responseSchema\":{\"type\":\"ALIEN\"},\"responseMimeType\":\"application/json\"}",
                "\"safetySettings\":7",
                "\"cachedContent\":\"x\"",
                "\"contents\":[]")) {
            bodies.add("{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}]," + field + "}");
        }
        return bodies;
    }
}
