package io.keywell.protocol.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.FieldTypes;
import io.keywell.protocol.chat.JsonTrees;
import java.io.IOException;

/** The schema that an answer must obey, as chat completions and responses both write it, in different places. */
public final class OutputFormats {

    /** Other dialects give their schemas no name; this one asks for one. */
    private static final String NAMELESS = "answer";

    private OutputFormats() {}

    /** @param path where the object stands, for messages about it */
    public static OutputFormat read(String path, JsonNode object, FieldTypes types) {
        String name = types.text(path + ".name", object.get("name"));
        String description = types.text(path + ".description", object.get("description"));
        JsonNode schema = types.object(path + ".schema", object.get("schema"));
        Boolean strict = types.truth(path + ".strict", object.get("strict"));
        return schema == null
                ? new OutputFormat.Json()
                : new OutputFormat.Schema(name == null ? "" : name, description, schema, strict);
    }

    /** Writes the fields of the object that is open. */
    public static void write(OutputFormat.Schema format, JsonGenerator out) throws IOException {
        out.writeStringField("name", format.name().isEmpty() ? NAMELESS : format.name());
        if (format.description() != null) {
            out.writeStringField("description", format.description());
        }
        JsonTrees.writeField(out, "schema", format.schema());
        if (format.strict() != null) {
            out.writeBooleanField("strict", format.strict());
        }
    }
}
