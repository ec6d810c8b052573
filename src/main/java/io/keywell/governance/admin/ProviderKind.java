package io.keywell.governance.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.ModelRows;
import io.keywell.governance.store.ProviderRow;
import io.keywell.governance.store.ProviderRows;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Vendors' APIs; keys and pools are resources of their own. */
@Singleton
final class ProviderKind implements Kind<ProviderRow, String> {

    private static final List<String> NAMES = List.of("name", "type", "base-url", "options");
    static final String PREFIX = "keywell.providers." + ConfigRules.ENTRY;

    private final ProviderRows rows;
    private final ConfigRules rules;
    private final Configured configured;
    private final ObjectMapper mapper;
    private final ModelRows models;

    ProviderKind(ProviderRows rows, ModelRows models, ConfigRules rules, Configured configured, ObjectMapper mapper) {
        this.models = models;
        this.rows = rows;
        this.rules = rules;
        this.configured = configured;
        this.mapper = mapper;
    }

    @Override
    public String subject(String name) {
        return "providers/" + name;
    }

    @Override
    public ProviderRows rows() {
        return rows;
    }

    @Override
    public ProviderRow newRow(String name) {
        ProviderRow row = new ProviderRow();
        row.name = name;
        return row;
    }

    @Override
    public ObjectNode show(ProviderRow row) {
        ObjectNode node = Json.object().put("name", row.name).put("type", row.type);
        Json.put(node, "base-url", row.baseUrl);
        if (row.options != null) {
            node.set("options", options(row));
        }
        return node;
    }

    private JsonNode options(ProviderRow row) {
        try {
            return mapper.readTree(row.options);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("options of provider " + row.name + " are no JSON", e);
        }
    }

    @Override
    public Uni<List<FieldError>> check(String name, ObjectNode body, boolean known) {
        List<FieldError> errors = new ArrayList<>(ConfigRules.name(name));
        errors.addAll(Json.unknown(body, "", NAMES));
        if (errors.isEmpty()) {
            ObjectNode read = body.deepCopy();
            read.remove("name");
            Map<String, String> around = new HashMap<>();
            around.put(PREFIX + ".type", name);
            // A provider gets its keys later.
            around.put(PREFIX + ".keys.later.secret", "later");
            errors.addAll(rules.check(read, PREFIX, around));
        }
        return Uni.createFrom().item(errors);
    }

    @Override
    public Uni<Consumer<ProviderRow>> edit(ObjectNode body) {
        return Uni.createFrom().item(row -> put(body, row));
    }

    private static void put(ObjectNode body, ProviderRow row) {
        String type = Json.text(body, "type");
        row.type = type == null ? row.name : type;
        row.baseUrl = Json.text(body, "base-url");
        JsonNode options = body.get("options");
        row.options = options instanceof ObjectNode && !options.isEmpty() ? options.toString() : null;
    }

    /** What keys and pools of the provider are read beside. */
    Map<String, String> around(ProviderRow row) {
        Map<String, String> around = new HashMap<>();
        around.put(PREFIX + ".type", row.type);
        if (row.baseUrl != null) {
            around.put(PREFIX + ".base-url", row.baseUrl);
        }
        if (row.options != null) {
            options(row)
                    .properties()
                    .forEach(option -> around.put(
                            PREFIX + ".options." + option.getKey(),
                            option.getValue().asText()));
        }
        return around;
    }

    @Override
    public boolean isConfigured(String name) {
        return configured.provider(name) != null;
    }

    @Override
    public Uni<@Nullable String> user(String name) {
        return models.find("select m from model m join m.targets t where t.provider = ?1", name)
                .firstResult()
                .map(model -> model == null ? null : "model " + model.name);
    }
}
