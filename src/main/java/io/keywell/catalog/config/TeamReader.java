package io.keywell.catalog.config;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.Team;
import io.keywell.core.QuotaKey;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code keywell.teams}. */
final class TeamReader {

    private final Fields fields;
    private final LimitsReader limits;
    private final BudgetReader budgets;

    TeamReader(Fields fields, LimitsReader limits, BudgetReader budgets) {
        this.fields = fields;
        this.limits = limits;
        this.budgets = budgets;
    }

    /** By name. */
    Map<String, Team> read(Node node) {
        Map<String, Team> teams = new TreeMap<>();
        node.named().forEach((name, team) -> {
            if (fields.nameFits(team, name)) {
                teams.put(
                        name,
                        new Team(
                                name,
                                Allowance.of(
                                        QuotaKey.team(name),
                                        limits.read(team.child("limits")),
                                        budgets.read(team.child("budget")))));
            }
        });
        return teams;
    }
}
