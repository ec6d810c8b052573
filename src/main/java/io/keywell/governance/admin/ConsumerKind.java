package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.catalog.AnonymousAccess;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.ConsumerRow;
import io.keywell.governance.store.ConsumerRows;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Callers; their keys are made, not given. */
@Singleton
final class ConsumerKind implements Kind<ConsumerRow, String> {

    private static final List<String> NAMES =
            List.of("name", "team", "models", "priority", "limits", "budget", "max-wait");
    private static final String PREFIX = "keywell.consumers." + ConfigRules.ENTRY;
    private static final Map<String, String> AROUND = Map.of(PREFIX + ".key-sha256", "0".repeat(64));

    private final ConsumerRows rows;
    private final ConfigRules rules;
    private final Configured configured;

    ConsumerKind(ConsumerRows rows, ConfigRules rules, Configured configured) {
        this.rows = rows;
        this.rules = rules;
        this.configured = configured;
    }

    @Override
    public String subject(String name) {
        return "consumers/" + name;
    }

    @Override
    public ConsumerRows rows() {
        return rows;
    }

    @Override
    public ConsumerRow newRow(String name) {
        ConsumerRow row = new ConsumerRow();
        row.name = name;
        return row;
    }

    @Override
    public ObjectNode show(ConsumerRow row) {
        ObjectNode node = Json.put(Json.object().put("name", row.name), "team", row.team);
        Json.putList(node, "models", row.models);
        Json.put(node, "priority", row.priority);
        LimitsJson.put(node, row.limits);
        Json.put(node, "max-wait", row.maxWait);
        return BudgetJson.show(row.budget, node);
    }

    @Override
    public Uni<List<FieldError>> check(String name, ObjectNode body, boolean known) {
        List<FieldError> errors = new ArrayList<>(ConfigRules.name(name));
        if (name.equals(AnonymousAccess.CONSUMER)) {
            errors.add(new FieldError("/name", name, "another name: this one stands for callers without a key"));
        }
        errors.addAll(Json.unknown(body, "", NAMES));
        if (errors.isEmpty()) {
            ObjectNode read = body.deepCopy();
            read.remove("name");
            errors.addAll(BudgetJson.check(body));
            errors.addAll(rules.check(read, PREFIX, AROUND));
        }
        return Uni.createFrom().item(errors);
    }

    @Override
    public Uni<Consumer<ConsumerRow>> edit(ObjectNode body) {
        return Uni.createFrom().item(row -> put(body, row));
    }

    private static void put(ObjectNode body, ConsumerRow row) {
        row.team = Json.text(body, "team");
        row.models = Json.commas(body, "models");
        Long priority = Json.whole(body, "priority");
        row.priority = priority == null ? null : Math.toIntExact(priority);
        row.maxWait = Json.text(body, "max-wait");
        row.limits = LimitsJson.readOf(body);
        row.budget = BudgetJson.read(body);
    }

    @Override
    public boolean isConfigured(String name) {
        return configured.consumer(name);
    }
}
