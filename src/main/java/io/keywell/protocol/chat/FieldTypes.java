package io.keywell.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request's fields with the types that they must have; another type is the caller's mistake. JSON's null is no
 * word. One for each request.
 */
public final class FieldTypes {

    private final RequestDraft draft;

    public FieldTypes(RequestDraft draft) {
        this.draft = draft;
    }

    public @Nullable String text(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull() || !expect(value.isTextual(), name, "a string", value)) {
            return null;
        }
        return value.textValue();
    }

    /** A text that must be there; empty when it is not, which is a mistake. */
    public String needed(String name, @Nullable JsonNode value) {
        String text = text(name, value);
        if (text == null) {
            draft.mistake("The field '" + name + "' is missing.", name);
            return "";
        }
        return text;
    }

    public @Nullable Double number(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        double number = value.doubleValue();
        return expect(value.isNumber() && Double.isFinite(number), name, "a number", value) ? number : null;
    }

    /** A whole number; a number with a zero fraction is one. */
    public @Nullable Long whole(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        boolean fits = value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong();
        return expect(fits, name, "an integer", value) ? Long.valueOf(value.longValue()) : null;
    }

    public @Nullable Boolean truth(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull() || !expect(value.isBoolean(), name, "a boolean", value)) {
            return null;
        }
        return value.booleanValue();
    }

    /** An object, null when there is none. */
    public @Nullable JsonNode object(String name, @Nullable JsonNode value) {
        return value == null || value.isNull() || !expect(value.isObject(), name, "an object", value) ? null : value;
    }

    /** An array; an empty one when there is none. */
    public Iterable<JsonNode> array(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull() || !expect(value.isArray(), name, "an array", value)) {
            return JsonTrees.NO_ELEMENTS;
        }
        return value;
    }

    private boolean expect(boolean found, String name, String expected, JsonNode value) {
        if (!found) {
            String got = value.getNodeType().name().toLowerCase(Locale.ROOT);
            draft.mistake("Invalid type for '" + name + "': expected " + expected + ", got " + got + ".", name);
        }
        return found;
    }
}
