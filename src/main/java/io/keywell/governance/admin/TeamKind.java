package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.Team;
import io.keywell.governance.store.Teams;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Consumers that share limits and a purse. */
@Singleton
final class TeamKind implements Kind<Team, String> {

    private static final String PREFIX = "keywell.teams." + ConfigRules.ENTRY;

    private final Teams rows;
    private final ConfigRules rules;
    private final Configured configured;

    TeamKind(Teams rows, ConfigRules rules, Configured configured) {
        this.rows = rows;
        this.rules = rules;
        this.configured = configured;
    }

    @Override
    public String subject(String name) {
        return "teams/" + name;
    }

    @Override
    public Teams rows() {
        return rows;
    }

    @Override
    public Team newRow(String name) {
        Team row = new Team();
        row.name = name;
        return row;
    }

    @Override
    public ObjectNode show(Team row) {
        ObjectNode node = LimitsJson.put(Json.object().put("name", row.name), row.limits);
        return BudgetJson.show(row.budget, node);
    }

    @Override
    public Uni<List<FieldError>> check(String name, ObjectNode body, boolean known) {
        List<FieldError> errors = new ArrayList<>(ConfigRules.name(name));
        errors.addAll(Json.unknown(body, "", List.of("name", "limits", "budget")));
        if (errors.isEmpty()) {
            ObjectNode read = body.deepCopy();
            read.remove("name");
            errors.addAll(BudgetJson.check(body));
            errors.addAll(rules.check(read, PREFIX, Map.of()));
        }
        return Uni.createFrom().item(errors);
    }

    @Override
    public Uni<Consumer<Team>> edit(ObjectNode body) {
        return Uni.createFrom().item(row -> put(body, row));
    }

    private static void put(ObjectNode body, Team row) {
        row.limits = LimitsJson.readOf(body);
        row.budget = BudgetJson.read(body);
    }

    @Override
    public boolean isConfigured(String name) {
        return configured.team(name);
    }
}
