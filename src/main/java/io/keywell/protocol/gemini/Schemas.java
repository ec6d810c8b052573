package io.keywell.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.protocol.chat.JsonTrees;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gemini's own schemas, a part of OpenAPI's, and JSON schemas. Where a schema is Gemini's own, a field that it does not
 * know is refused, so only what it knows is written there.
 */
final class Schemas {

    /** References that refer to themselves end here. */
    private static final int MAX_DEPTH = 32;

    private static final Set<String> NUMBERS =
            Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");

    private static final Set<String> KNOWN = Set.of(
            "title",
            "description",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "minProperties",
            "maxProperties",
            "minimum",
            "maximum",
            "pattern",
            "default",
            "required",
            "nullable",
            "propertyOrdering");

    private static final Set<String> FORMATS = Set.of("float", "double", "int32", "int64", "date-time", "enum");

    private Schemas() {}

    /** Types in capitals become small, what may be null says so in its type, counts in quotes become numbers. */
    static JsonNode toJsonSchema(JsonNode schema) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode out = JsonTrees.newObject();
        for (Map.Entry<String, JsonNode> field : JsonTrees.fields(schema)) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "type" ->
                    out.set("type", type(value, schema.path("nullable").asBoolean()));
                case "nullable", "propertyOrdering", "property_ordering" -> {}
                case "items" -> out.set("items", toJsonSchema(value));
                case "anyOf", "any_of" -> out.set("anyOf", each(value));
                case "properties" -> {
                    ObjectNode properties = out.putObject("properties");
                    for (Map.Entry<String, JsonNode> property : JsonTrees.fields(value)) {
                        properties.set(property.getKey(), toJsonSchema(property.getValue()));
                    }
                }
                default -> {
                    boolean quoted = value.isTextual() && NUMBERS.contains(field.getKey());
                    out.set(field.getKey(), quoted ? number(value) : value);
                }
            }
        }
        return out;
    }

    private static JsonNode type(JsonNode type, boolean nullable) {
        if (!type.isTextual()) {
            return type;
        }
        String small = type.textValue().toLowerCase(Locale.ROOT);
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return nullable ? nodes.arrayNode().add(small).add("null") : nodes.textNode(small);
    }

    private static ArrayNode each(JsonNode schemas) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        schemas.forEach(schema -> out.add(toJsonSchema(schema)));
        return out;
    }

    private static JsonNode number(JsonNode quoted) {
        try {
            return JsonNodeFactory.instance.numberNode(Long.parseLong(quoted.textValue()));
        } catch (NumberFormatException notANumber) {
            return quoted;
        }
    }

    /** Without what Gemini's own schemas do not know; references are replaced by what they refer to. */
    static JsonNode toGemini(JsonNode schema) {
        return gemini(schema, schema, 0);
    }

    private static JsonNode gemini(JsonNode schema, JsonNode root, int depth) {
        ObjectNode out = JsonTrees.newObject();
        if (depth > MAX_DEPTH) {
            return out.put("type", "object");
        }
        JsonNode at = referred(schema, root);
        for (Map.Entry<String, JsonNode> field : JsonTrees.fields(at)) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            switch (name) {
                case "type" -> types(value, out);
                case "enum" -> strings(value, out);
                case "const" -> strings(JsonNodeFactory.instance.arrayNode().add(value), out);
                case "format" -> keepIf(FORMATS.contains(value.asText()), name, value, out);
                case "items" -> out.set(name, gemini(value, root, depth + 1));
                case "allOf" -> {
                    if (value.size() == 1 && gemini(value.get(0), root, depth + 1) instanceof ObjectNode only) {
                        out.setAll(only);
                    }
                }
                case "anyOf", "oneOf" -> {
                    ArrayNode options = out.putArray("anyOf");
                    value.forEach(option -> options.add(gemini(option, root, depth + 1)));
                }
                case "properties" -> {
                    ObjectNode properties = out.putObject(name);
                    for (Map.Entry<String, JsonNode> property : JsonTrees.fields(value)) {
                        properties.set(property.getKey(), gemini(property.getValue(), root, depth + 1));
                    }
                }
                default -> keepIf(KNOWN.contains(name), name, value, out);
            }
        }
        return out;
    }

    private static void keepIf(boolean known, String name, JsonNode value, ObjectNode out) {
        if (known) {
            out.set(name, value);
        }
    }

    /** One type, and whether null is one as well. */
    private static void types(JsonNode type, ObjectNode out) {
        if (!type.isArray()) {
            out.set("type", type);
            return;
        }
        for (JsonNode one : type) {
            if (one.asText().equals("null")) {
                out.put("nullable", true);
            } else {
                out.set("type", one);
            }
        }
    }

    /** Only texts can be listed. */
    private static void strings(JsonNode values, ObjectNode out) {
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode value : values) {
            if (!value.isTextual()) {
                return;
            }
            texts.add(value);
        }
        out.set("enum", texts);
    }

    private static JsonNode referred(JsonNode schema, JsonNode root) {
        String reference = JsonTrees.textAt(schema, "$ref");
        if (reference == null || !reference.startsWith("#/")) {
            return schema;
        }
        JsonNode found = root.at(reference.substring(1));
        return found.isObject() ? found : schema;
    }
}
