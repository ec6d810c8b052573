package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.KeyRows;
import io.keywell.governance.store.MemberId;
import io.keywell.governance.store.PoolLimit;
import io.keywell.governance.store.PoolRow;
import io.keywell.governance.store.PoolRows;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a provider limits. */
@Singleton
final class PoolKind implements Kind<PoolRow, MemberId> {

    private static final List<String> NAMES = List.of("name", "provider", "billing", "limits");
    private static final Map<String, String> AROUND =
            Map.of(ProviderKind.PREFIX + ".type", "ollama", ProviderKind.PREFIX + ".base-url", "http://127.0.0.1:1");

    private final PoolRows rows;
    private final ConfigRules rules;
    private final Configured configured;
    private final Owners owners;
    private final KeyRows keys;

    PoolKind(PoolRows rows, ConfigRules rules, Configured configured, Owners owners, KeyRows keys) {
        this.rows = rows;
        this.rules = rules;
        this.configured = configured;
        this.owners = owners;
        this.keys = keys;
    }

    @Override
    public String subject(MemberId id) {
        return "providers/" + id.provider() + "/pools/" + id.name();
    }

    @Override
    public PoolRows rows() {
        return rows;
    }

    @Override
    public PoolRow newRow(MemberId id) {
        PoolRow row = new PoolRow();
        row.id = id;
        return row;
    }

    @Override
    public ObjectNode show(PoolRow row) {
        ObjectNode node = Json.object().put("name", row.id.name()).put("provider", row.id.provider());
        Json.put(node, "billing", row.billing);
        ArrayNode limits = node.putArray("limits");
        row.limits.forEach(limit -> LimitsJson.show(limit.limits, Json.put(limits.addObject(), "model", limit.model)));
        return node;
    }

    @Override
    public Uni<List<FieldError>> check(MemberId id, ObjectNode body, boolean known) {
        List<FieldError> errors = new ArrayList<>(ConfigRules.name(id.name()));
        errors.addAll(Json.unknown(body, "", NAMES));
        if (body.has("limits") && !body.get("limits").isArray()) {
            errors.add(new FieldError("/limits", null, "a list of limits"));
        }
        if (errors.isEmpty()) {
            ObjectNode read = body.deepCopy();
            read.remove(List.of("name", "provider"));
            errors.addAll(rules.check(read, ProviderKind.PREFIX + ".pools." + ConfigRules.ENTRY, AROUND));
        }
        return Uni.createFrom().item(errors);
    }

    @Override
    public Uni<Consumer<PoolRow>> edit(ObjectNode body) {
        return Uni.createFrom().item(row -> put(body, row));
    }

    private static void put(ObjectNode body, PoolRow row) {
        row.billing = Json.text(body, "billing");
        List<PoolLimit> limits = new ArrayList<>();
        JsonNode given = body.get("limits");
        if (given != null) {
            given.forEach(each -> {
                PoolLimit limit = new PoolLimit();
                limit.model = Json.text(each, "model");
                limit.limits = LimitsJson.read(each);
                limits.add(limit);
            });
        }
        row.limits.clear();
        row.limits.addAll(limits);
    }

    @Override
    public boolean isConfigured(MemberId id) {
        return configured.member("pools", id);
    }

    @Override
    public Uni<@Nullable String> missingOwner(MemberId id) {
        return owners.missing(id.provider());
    }

    @Override
    public Uni<@Nullable String> user(MemberId id) {
        return keys.find("id.provider = ?1 and pool = ?2", id.provider(), id.name())
                .firstResult()
                .map(key -> key == null ? null : "key " + key.id.name());
    }
}
