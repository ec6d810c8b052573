package io.keywell.protocol.bedrock;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Trees of bodies. */
final class Json {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Json() {}

    static JsonGenerator generator(OutputStream out) throws IOException {
        return MAPPER.createGenerator(out);
    }

    static void write(JsonGenerator json, JsonNode tree) throws IOException {
        MAPPER.writeTree(json, tree);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static Bytes bytes(JsonNode tree) {
        try {
            return Bytes.of(MAPPER.writeValueAsBytes(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An object, or null for anything else. */
    static @Nullable JsonNode object(Bytes bytes) {
        return object(bytes.array(), bytes.offset(), bytes.end());
    }

    static @Nullable JsonNode object(byte[] array, int from, int to) {
        try {
            JsonNode tree = MAPPER.readTree(array, from, to - from);
            return tree != null && tree.isObject() ? tree : null;
        } catch (IOException e) {
            return null;
        }
    }
}
