package io.keywell.protocol.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.openai.Functions;
import java.io.IOException;

/** The fields about tools, in requests and in the answers that repeat them. */
final class ToolWords {

    private ToolWords() {}

    static void tools(ChatRequest request, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("tools");
        for (Tool tool : request.tools()) {
            out.writeStartObject();
            out.writeStringField("type", "function");
            Functions.write(tool, out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static void choice(ToolChoice choice, JsonGenerator out) throws IOException {
        if (choice instanceof ToolChoice.Required required && required.name() != null) {
            out.writeObjectFieldStart("tool_choice");
            out.writeStringField("type", "function");
            out.writeStringField("name", required.name());
            out.writeEndObject();
        } else {
            boolean required = choice instanceof ToolChoice.Required;
            out.writeStringField(
                    "tool_choice", required ? "required" : choice instanceof ToolChoice.None ? "none" : "auto");
        }
    }
}
