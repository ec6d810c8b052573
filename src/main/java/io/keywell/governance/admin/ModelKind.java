package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.ModelRow;
import io.keywell.governance.store.ModelRows;
import io.keywell.governance.store.ModelTarget;
import io.keywell.governance.store.ProviderRow;
import io.keywell.governance.store.ProviderRows;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Names that callers use. */
@Singleton
final class ModelKind implements Kind<ModelRow, String> {

    private static final List<String> NAMES =
            List.of("name", "targets", "max-wait", "state", "deprecated-at", "sunset", "successor");

    /** Known to the rows alone. */
    private static final List<String> NOT_CONFIGURED = List.of("name", "deprecated-at", "successor");

    private static final String PREFIX = "keywell.models." + ConfigRules.ENTRY;

    private final ModelRows rows;
    private final ProviderRows providers;
    private final ConfigRules rules;
    private final Configured configured;

    ModelKind(ModelRows rows, ProviderRows providers, ConfigRules rules, Configured configured) {
        this.rows = rows;
        this.providers = providers;
        this.rules = rules;
        this.configured = configured;
    }

    @Override
    public String subject(String name) {
        return "models/" + name;
    }

    @Override
    public ModelRows rows() {
        return rows;
    }

    @Override
    public ModelRow newRow(String name) {
        ModelRow row = new ModelRow();
        row.name = name;
        return row;
    }

    @Override
    public ObjectNode show(ModelRow row) {
        ObjectNode node = Json.object().put("name", row.name).put("state", row.state);
        ArrayNode targets = node.putArray("targets");
        row.targets.forEach(target -> targets.addObject()
                .put("provider", target.provider)
                .put("model", target.upstream)
                .put("tier", target.tier)
                .put("weight", target.weight));
        Json.put(node, "max-wait", row.maxWait);
        Json.put(node, "deprecated-at", row.deprecatedAt);
        Json.put(node, "sunset", row.sunset);
        return Json.put(node, "successor", row.successor);
    }

    @Override
    public Uni<List<FieldError>> check(String name, ObjectNode body, boolean known) {
        List<FieldError> errors = new ArrayList<>(ConfigRules.modelName(name));
        errors.addAll(Json.unknown(body, "", NAMES));
        if (!Json.isInstant(body, "deprecated-at")) {
            errors.add(new FieldError(
                    "/deprecated-at", Json.text(body, "deprecated-at"), "a time such as 2027-01-31T00:00:00Z"));
        }
        if (!errors.isEmpty()) {
            return Uni.createFrom().item(errors);
        }
        Set<String> named = targetsOf(body);
        return providers
                .list("name in ?1", named.isEmpty() ? Set.of("") : named)
                .map(found -> {
                    Map<String, String> around = new HashMap<>();
                    // So that a body which says nothing is read as a model without targets, and not as none.
                    around.put(PREFIX + ".state", "published");
                    found.stream().map((ProviderRow row) -> row.name).forEach(provider -> stub(provider, around));
                    named.stream().filter(configured::provider).forEach(provider -> stub(provider, around));
                    ObjectNode read = body.deepCopy();
                    read.remove(NOT_CONFIGURED);
                    errors.addAll(rules.check(read, PREFIX, around));
                    return errors;
                });
    }

    private static Set<String> targetsOf(ObjectNode body) {
        Set<String> named = new HashSet<>();
        JsonNode targets = body.get("targets");
        if (targets != null) {
            targets.forEach(target -> {
                String provider = target.isObject() ? Json.text(target, "provider") : null;
                if (provider != null) {
                    named.add(provider);
                }
            });
        }
        return named;
    }

    /** A target needs its provider to be there; which one it is does not matter. */
    static void stub(String provider, Map<String, String> around) {
        String quoted = "keywell.providers." + (provider.contains(".") ? "\"" + provider + "\"" : provider);
        around.put(quoted + ".type", "ollama");
        around.put(quoted + ".base-url", "http://127.0.0.1:1");
    }

    @Override
    public Uni<Consumer<ModelRow>> edit(ObjectNode body) {
        return Uni.createFrom().item(row -> put(body, row));
    }

    private static void put(ObjectNode body, ModelRow row) {
        String state = Json.text(body, "state");
        row.state = state == null ? "published" : state.toLowerCase(Locale.ROOT);
        row.maxWait = Json.text(body, "max-wait");
        row.deprecatedAt = Json.instant(body, "deprecated-at");
        row.sunset = Json.instant(body, "sunset");
        row.successor = Json.text(body, "successor");
        row.targets.clear();
        JsonNode targets = body.get("targets");
        if (targets != null) {
            targets.forEach(each -> {
                ModelTarget target = new ModelTarget();
                target.provider = each.path("provider").asText();
                target.upstream = each.path("model").asText();
                target.tier = Json.whole(each, "tier", 0);
                target.weight = Json.whole(each, "weight", 1);
                row.targets.add(target);
            });
        }
    }

    @Override
    public boolean isConfigured(String name) {
        return configured.model(name);
    }
}
