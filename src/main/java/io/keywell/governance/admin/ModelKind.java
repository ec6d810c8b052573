package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Clock;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.ModelRow;
import io.keywell.governance.store.ModelRows;
import io.keywell.governance.store.ModelTarget;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Names that callers use. */
@Singleton
final class ModelKind implements Kind<ModelRow, String> {

    private static final List<String> NAMES =
            List.of("name", "targets", "max-wait", "state", "deprecated-at", "sunset", "successor");

    private static final String PREFIX = "keywell.models." + ConfigRules.ENTRY;

    private final ModelRows rows;
    private final Owners owners;
    private final ConfigRules rules;
    private final Configured configured;
    private final Clock clock;

    ModelKind(ModelRows rows, Owners owners, ConfigRules rules, Configured configured, Clock clock) {
        this.rows = rows;
        this.owners = owners;
        this.rules = rules;
        this.configured = configured;
        this.clock = clock;
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
        if (!errors.isEmpty()) {
            return Uni.createFrom().item(errors);
        }
        return owners.stubs(targetsOf(body)).map(around -> {
            // So that a body which says nothing is read as a model without targets, and not as none.
            around.put(PREFIX + ".state", "published");
            ObjectNode read = body.deepCopy();
            read.remove("name");
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

    @Override
    public Uni<Consumer<ModelRow>> edit(ObjectNode body) {
        return Uni.createFrom().item(row -> put(body, row));
    }

    private void put(ObjectNode body, ModelRow row) {
        String state = Json.text(body, "state");
        row.state = state == null ? "published" : state.toLowerCase(Locale.ROOT);
        row.maxWait = Json.text(body, "max-wait");
        row.sunset = Json.instant(body, "sunset");
        row.deprecatedAt = Json.instant(body, "deprecated-at");
        if (row.deprecatedAt == null && row.state.equals("deprecated")) {
            Instant now = Instant.ofEpochMilli(clock.epochMillis());
            row.deprecatedAt = row.sunset == null || now.isBefore(row.sunset) ? now : row.sunset;
        }
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
