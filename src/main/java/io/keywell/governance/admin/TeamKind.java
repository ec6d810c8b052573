package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.Team;
import io.keywell.governance.store.Teams;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Consumers that share a purse. */
@Singleton
final class TeamKind implements Kind<Team, String> {

    private final Teams rows;

    TeamKind(Teams rows) {
        this.rows = rows;
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
        return BudgetJson.show(row.budget, Json.object().put("name", row.name));
    }

    @Override
    public Uni<List<FieldError>> check(String name, ObjectNode body, boolean known) {
        List<FieldError> errors = new ArrayList<>(ConfigRules.name(name));
        errors.addAll(Json.unknown(body, "", List.of("name", "budget")));
        errors.addAll(BudgetJson.check(body));
        return Uni.createFrom().item(errors);
    }

    @Override
    public Uni<Consumer<Team>> edit(ObjectNode body) {
        return Uni.createFrom().item(row -> put(body, row));
    }

    private static void put(ObjectNode body, Team row) {
        row.budget = BudgetJson.read(body);
    }

    /** The configuration only names teams. */
    @Override
    public boolean isConfigured(String name) {
        return false;
    }
}
