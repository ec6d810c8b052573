package io.keywell.protocol.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.JsonTrees;
import java.io.IOException;

/** What both of OpenAI's dialects say of a function, in different places. */
public final class Functions {

    private Functions() {}

    /** Writes the fields of the object that is open. */
    public static void write(Tool tool, JsonGenerator out) throws IOException {
        out.writeStringField("name", tool.name());
        if (tool.description() != null) {
            out.writeStringField("description", tool.description());
        }
        if (tool.schema() != null) {
            JsonTrees.writeField(out, "parameters", tool.schema());
        }
        if (tool.strict() != null) {
            out.writeBooleanField("strict", tool.strict());
        }
    }
}
