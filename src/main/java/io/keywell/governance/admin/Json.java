package io.keywell.governance.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.admin.Refused.FieldError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes the JSON of resources. A field that is null counts as absent. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long MICROS = 1_000_000;

    private Json() {}

    /** The text's value; a missing node for none. */
    static JsonNode parsed(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw Refused.malformed("The body is no JSON.");
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The body as an object; refused when it is none. */
    static ObjectNode object(@Nullable JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw Refused.malformed("The body must be a JSON object.");
    }

    /** Refused when it is an object or a list; it is not said which one, as it may hold a secret. */
    static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value != null && value.isContainerNode()) {
            throw Refused.invalid("/" + name, null, "a text or a number");
        }
        return value == null || value.isNull() || value.asText().isBlank()
                ? null
                : value.asText().strip();
    }

    static @Nullable Long whole(JsonNode node, String name) {
        String text = text(node, name);
        return text == null ? null : Long.valueOf(text.replace("_", ""));
    }

    static int whole(JsonNode node, String name, int otherwise) {
        Long number = whole(node, name);
        return number == null ? otherwise : Math.toIntExact(number);
    }

    static @Nullable Instant instant(JsonNode node, String name) {
        String text = text(node, name);
        if (text == null) {
            return null;
        }
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    /** A list that is written as one, or as text with commas; null when it is empty. */
    static @Nullable String commas(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value instanceof ArrayNode array) {
            String joined = StreamSupport.stream(array.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(","));
            return joined.isBlank() ? null : joined;
        }
        return text(node, name);
    }

    /** Micro-dollars of an amount in dollars; what is less than the smallest amount that is counted is that amount. */
    static @Nullable Long micros(JsonNode node, String name) {
        String text = text(node, name);
        if (text == null) {
            return null;
        }
        BigDecimal micros = new BigDecimal(text.replace("_", "")).movePointRight(6);
        return micros.setScale(0, RoundingMode.CEILING).longValueExact();
    }

    static ObjectNode put(ObjectNode node, String name, @Nullable String value) {
        return value == null ? node : node.put(name, value);
    }

    static ObjectNode put(ObjectNode node, String name, @Nullable Number value) {
        return value == null ? node : node.put(name, value.longValue());
    }

    static ObjectNode put(ObjectNode node, String name, @Nullable Instant value) {
        return value == null ? node : node.put(name, value.toString());
    }

    static ObjectNode putList(ObjectNode node, String name, @Nullable String commas) {
        if (commas != null) {
            ArrayNode list = node.putArray(name);
            List.of(commas.split(",")).forEach(each -> list.add(each.strip()));
        }
        return node;
    }

    static ObjectNode putMoney(ObjectNode node, String name, @Nullable Long micros) {
        if (micros != null) {
            BigDecimal amount = BigDecimal.valueOf(micros).divide(BigDecimal.valueOf(MICROS));
            node.put(name, amount.stripTrailingZeros().toPlainString());
        }
        return node;
    }

    static List<FieldError> unknown(JsonNode node, String path, List<String> names) {
        List<FieldError> errors = new ArrayList<>();
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                errors.add(new FieldError(path + "/" + name, null, "one of " + String.join(", ", names)));
            }
        });
        return errors;
    }

    static boolean isInstant(JsonNode node, String name) {
        try {
            Instant unused = instant(node, name);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** What a merge patch (RFC 7396) makes of an object. */
    static ObjectNode merged(ObjectNode target, ObjectNode patch) {
        ObjectNode merged = target.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode present = merged.get(field.getKey());
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode inner) {
                merged.set(field.getKey(), merged(present instanceof ObjectNode old ? old : object(), inner));
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        }
        return merged;
    }
}
