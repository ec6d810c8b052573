package io.keywell.protocol.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.protocol.JsonScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as trees, for conversions alone: one mapper for all, set up so that nothing is lost. Numbers stay as exact as they
 * were written, strings may be as long as the body, nesting is bounded as everywhere.
 */
public final class JsonTrees {

    /** The field under which arguments that are no JSON object are passed on. */
    public static final String RAW = "_raw";

    static final Iterable<JsonNode> NO_ELEMENTS = List.of();

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonScan.MAX_DEPTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonTrees() {}

    /** The object that the bytes are; null when they are none, or not JSON, or have numbers beyond all measure. */
    public static @Nullable ObjectNode object(byte[] bytes, int from, int to) {
        try {
            return MAPPER.readTree(bytes, from, to - from) instanceof ObjectNode object ? object : null;
        } catch (IOException | NumberFormatException notJson) {
            // A number may be good JSON and yet have an exponent that no number type holds.
            return null;
        }
    }

    public static @Nullable ObjectNode object(Bytes bytes) {
        return object(bytes.array(), bytes.offset(), bytes.end());
    }

    /** A tool call's arguments from the text that a model wrote: nothing becomes {}, what is no object is wrapped. */
    public static ObjectNode arguments(String text) {
        if (text.isBlank()) {
            return newObject();
        }
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException | NumberFormatException notJson) {
            return newObject().put(RAW, text);
        }
        return newObject().put(RAW, text);
    }

    /** The text of a tool call's arguments; what {@link #arguments} wrapped comes out as it was. */
    public static String text(JsonNode arguments) {
        JsonNode raw = arguments.size() == 1 ? arguments.get(RAW) : null;
        try {
            return raw != null && raw.isTextual() ? raw.textValue() : MAPPER.writeValueAsString(arguments);
        } catch (JsonProcessingException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
    }

    public static ObjectNode newObject() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A field of an object as text; null when it is absent or anything else. */
    public static @Nullable String textAt(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    /** A field of an object; null when it is absent or JSON's null. */
    public static @Nullable JsonNode at(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** How many tokens a field tells: none where it is absent or no number, and no more than the scan of bytes takes. */
    public static long count(JsonNode object, String field) {
        return Math.max(0, Math.min(Integer.MAX_VALUE, object.path(field).asLong()));
    }

    /** What fills a JSON value. */
    @FunctionalInterface
    public interface Filling {
        void fill(JsonGenerator out) throws IOException;
    }

    /** The bytes of what {@code filling} writes. */
    public static Bytes write(Filling filling) {
        return write("", filling, "");
    }

    /** The same between two pieces of ASCII, such as the words of an event. */
    public static Bytes write(String before, Filling filling, String after) {
        try (ByteArrayBuilder out = new ByteArrayBuilder(1024)) {
            ascii(out, before);
            try (JsonGenerator json = MAPPER.createGenerator(out)) {
                filling.fill(json);
            }
            ascii(out, after);
            return Bytes.of(out.toByteArray());
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
    }

    private static void ascii(ByteArrayBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            out.append(text.charAt(i));
        }
    }

    public static void writeField(JsonGenerator out, String name, JsonNode value) throws IOException {
        out.writeFieldName(name);
        out.writeTree(value);
    }

    /** Writes a number as it is, whole when it is whole. */
    public static void writeField(JsonGenerator out, String name, double value) throws IOException {
        out.writeFieldName(name);
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            out.writeNumber((long) value);
        } else {
            out.writeNumber(value);
        }
    }

    /** The object's fields in their order. */
    public static Iterable<Map.Entry<String, JsonNode>> fields(JsonNode object) {
        return object::fields;
    }
}
