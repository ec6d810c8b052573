package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.catalog.config.CatalogReader;
import io.keywell.catalog.config.ConfigResult;
import io.keywell.catalog.config.KnownVendors;
import io.keywell.governance.admin.Refused.FieldError;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is made here obeys the rules of the configuration, by being read as configuration: the same names, the same limits,
 * the same words about what is wrong.
 */
@Singleton
final class ConfigRules {

    /** Stands for the entry's own name, so that no name needs quoting. */
    static final String ENTRY = "entry";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern MODEL_NAME = Pattern.compile("[\\x21-\\x7e&&[^?#%]]{1,200}");

    private final CatalogReader reader;

    ConfigRules(KnownVendors vendors) {
        this.reader = new CatalogReader(vendors);
    }

    /** Whether the name may be given to anything but a model. */
    static List<FieldError> name(String name) {
        return NAME.matcher(name).matches()
                ? List.of()
                : List.of(
                        new FieldError("/name", name, "a name of 1 to 64 letters, digits, dots, dashes, underscores"));
    }

    static List<FieldError> modelName(String name) {
        return MODEL_NAME.matcher(name).matches()
                ? List.of()
                : List.of(new FieldError("/name", name, "a name of 1 to 200 visible ASCII characters but ?, # and %"));
    }

    /**
     * Reads a body as a part of the configuration.
     *
     * @param prefix where it would stand
     * @param around what must stand beside it so that it can be read
     */
    List<FieldError> check(ObjectNode body, String prefix, Map<String, String> around) {
        Map<String, String> properties = new HashMap<>(around);
        flatten(body, prefix, properties);
        ConfigResult result = reader.readComplete(properties);
        if (result instanceof ConfigResult.Rejected rejected) {
            return rejected.problems().stream()
                    .filter(problem -> problem.path().startsWith(prefix))
                    .map(problem -> new FieldError(
                            pointer(problem.path().substring(prefix.length())), problem.found(), problem.expected()))
                    .toList();
        }
        return List.of();
    }

    private static String pointer(String below) {
        String pointer = below.replace("[", "/").replace("]", "").replace('.', '/');
        return pointer.startsWith("/") || pointer.isEmpty() ? pointer : "/" + pointer;
    }

    private static void flatten(JsonNode node, String path, Map<String, String> properties) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                boolean plain = PLAIN.matcher(field.getKey()).matches();
                flatten(field.getValue(), path + "." + (plain ? field.getKey() : "not-a-name"), properties);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                flatten(array.get(i), path + "[" + i + "]", properties);
            }
        } else if (!node.isNull()) {
            properties.put(path, node.asText());
        }
    }
}
