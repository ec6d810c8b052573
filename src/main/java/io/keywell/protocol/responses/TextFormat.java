package io.keywell.protocol.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.openai.OutputFormats;
import java.io.IOException;

/** The field {@code format} of {@code text}, in requests and in the answers that repeat them. */
final class TextFormat {

    private TextFormat() {}

    static void write(OutputFormat format, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("format");
        if (format instanceof OutputFormat.Schema schema) {
            out.writeStringField("type", "json_schema");
            OutputFormats.write(schema, out);
        } else {
            out.writeStringField("type", format instanceof OutputFormat.Json ? "json_object" : "text");
        }
        out.writeEndObject();
    }
}
