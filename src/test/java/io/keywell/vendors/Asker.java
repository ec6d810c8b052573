package io.keywell.vendors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** A caller of one dialect, who asks for streams and reads them as a strict client does. */
enum Asker {
    OPENAI(
            "v1/chat/completions",
            "{\"model\":\"MODEL\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}") {
        @Override
        String text(JsonObject event) {
            JsonArray choices = event.getJsonArray("choices");
            return choices == null || choices.isEmpty()
                    ? ""
                    : choices.getJsonObject(0).getJsonObject("delta").getString("content", "");
        }

        @Override
        boolean ends(JsonObject event) {
            return event.containsKey("done");
        }

        @Override
        boolean isAnswer(JsonObject answer) {
            return answer.getJsonArray("choices").getJsonObject(0) != null;
        }

        @Override
        boolean fails(JsonObject event) {
            return event.containsKey("error");
        }
    },

    RESPONSES("v1/responses", "{\"model\":\"MODEL\",\"stream\":true,\"input\":\"Hi\"}") {
        @Override
        String text(JsonObject event) {
            return "response.output_text.delta".equals(event.getString("type")) ? event.getString("delta") : "";
        }

        @Override
        boolean ends(JsonObject event) {
            return "response.completed".equals(event.getString("type"));
        }

        @Override
        boolean isAnswer(JsonObject answer) {
            return "response".equals(answer.getString("object")) && answer.getJsonArray("output") != null;
        }

        @Override
        boolean fails(JsonObject event) {
            return List.of("error", "response.failed").contains(event.getString("type"));
        }
    },

    ANTHROPIC(
            "v1/messages",
            "{\"model\":\"MODEL\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}") {
        @Override
        String text(JsonObject event) {
            return "content_block_delta".equals(event.getString("type"))
                    ? event.getJsonObject("delta").getString("text", "")
                    : "";
        }

        @Override
        boolean ends(JsonObject event) {
            return "message_stop".equals(event.getString("type"));
        }

        @Override
        boolean isAnswer(JsonObject answer) {
            return answer.getValue("content") instanceof JsonArray;
        }

        @Override
        boolean fails(JsonObject event) {
            return "error".equals(event.getString("type"));
        }
    },

    GEMINI(
            "v1beta/models/MODEL:streamGenerateContent?alt=sse",
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}") {
        @Override
        String text(JsonObject event) {
            JsonArray parts =
                    candidate(event).getJsonObject("content", new JsonObject()).getJsonArray("parts", new JsonArray());
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < parts.size(); i++) {
                text.append(parts.getJsonObject(i).getString("text", ""));
            }
            return text.toString();
        }

        @Override
        boolean ends(JsonObject event) {
            return "STOP".equals(candidate(event).getString("finishReason"));
        }

        @Override
        boolean isAnswer(JsonObject answer) {
            return answer.containsKey("candidates") || answer.containsKey("promptFeedback");
        }

        @Override
        boolean fails(JsonObject event) {
            return event.containsKey("error");
        }

        private JsonObject candidate(JsonObject event) {
            JsonArray candidates = event.getJsonArray("candidates", new JsonArray());
            return candidates.isEmpty() ? new JsonObject() : candidates.getJsonObject(0);
        }
    };

    private final String path;
    private final String body;

    Asker(String path, String body) {
        this.path = path;
        this.body = body;
    }

    /** What an event adds to the text. */
    abstract String text(JsonObject event);

    /** Whether it says that the answer is complete. */
    abstract boolean ends(JsonObject event);

    abstract boolean fails(JsonObject event);

    /** Whether it is an answer in one piece, as far as clients depend on it. */
    abstract boolean isAnswer(JsonObject answer);

    String path(String model) {
        return path.replace("MODEL", model);
    }

    String body(String model) {
        return body.replace("MODEL", model);
    }

    String text(List<JsonObject> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(text(event)));
        return text.toString();
    }

    /** The data of a stream, each of which must be JSON; OpenAI's end is {@code {"done":true}}. */
    static List<JsonObject> events(HttpResponse<String> answer) {
        List<JsonObject> events = new ArrayList<>();
        for (String block : answer.body().replace("\r\n", "\n").split("\n\n")) {
            String data = block.lines()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> line.substring("data:".length()).strip())
                    .reduce("", (first, next) -> first + "\n" + next)
                    .strip();
            if (!data.isEmpty()) {
                events.add(new JsonObject(data.equals("[DONE]") ? "{\"done\":true}" : data));
            }
        }
        return events;
    }
}
