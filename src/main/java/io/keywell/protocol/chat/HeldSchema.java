package io.keywell.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A schema that the model is held to, as Anthropic's models take it: objects are closed, alternatives are {@code anyOf}, and
 * limits of numbers and lengths, which are refused, stand in descriptions where the model reads them. Used once.
 */
public final class HeldSchema {

    private static final Set<String> REFUSED = Set.of(
            "$schema",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "maxItems",
            "uniqueItems",
            "contains",
            "minContains",
            "maxContains",
            "minProperties",
            "maxProperties",
            "patternProperties",
            "propertyNames",
            "dependentRequired",
            "dependentSchemas",
            "not",
            "if",
            "then",
            "else",
            "unevaluatedItems",
            "unevaluatedProperties");

    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");

    private final JsonNode schema;
    private boolean loosened;

    public HeldSchema(JsonNode original) {
        schema = original.deepCopy();
        fit(schema);
    }

    public JsonNode schema() {
        return schema;
    }

    /** Whether the original asks for more than the model can be held to. */
    public boolean loosened() {
        return loosened;
    }

    private void fit(JsonNode node) {
        if (node instanceof ObjectNode object) {
            fitObject(object);
        } else if (node.isArray()) {
            node.forEach(this::fit);
        }
    }

    private void fitObject(ObjectNode object) {
        describe(object, takeRefused(object));
        JsonNode oneOf = object.get("oneOf");
        if (oneOf != null && !object.has("anyOf")) {
            object.set("anyOf", object.remove("oneOf"));
        }
        if ("object".equals(JsonTrees.textAt(object, "type")) || object.has("properties")) {
            JsonNode further = object.get("additionalProperties");
            loosened |= further != null && !(further.isBoolean() && !further.booleanValue());
            object.put("additionalProperties", false);
        }
        for (Map.Entry<String, JsonNode> field : JsonTrees.fields(object)) {
            switch (field.getKey()) {
                case "properties", "$defs", "definitions" -> field.getValue().forEach(this::fit);
                case "items", "anyOf", "allOf", "oneOf", "prefixItems" -> fit(field.getValue());
                default -> {}
            }
        }
    }

    private static List<String> takeRefused(ObjectNode object) {
        List<String> taken = new ArrayList<>(0);
        Iterator<Map.Entry<String, JsonNode>> fields = object.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (isRefused(field.getKey(), field.getValue())) {
                fields.remove();
                if (!field.getKey().equals("$schema")) {
                    taken.add(field.getKey() + ": " + field.getValue());
                }
            }
        }
        return taken;
    }

    private static boolean isRefused(String keyword, JsonNode value) {
        return switch (keyword) {
            case "format" -> !FORMATS.contains(value.asText());
            case "minItems" -> value.asInt() > 1;
            default -> REFUSED.contains(keyword);
        };
    }

    private void describe(ObjectNode object, List<String> limits) {
        if (limits.isEmpty()) {
            return;
        }
        loosened = true;
        String before = JsonTrees.textAt(object, "description");
        String words = "{" + String.join(", ", limits) + "}";
        object.put("description", before == null ? words : before + "\n\n" + words);
    }
}
