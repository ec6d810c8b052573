package io.keywell.governance.store;

import jakarta.enterprise.context.ApplicationScoped;

/** The teams. */
@ApplicationScoped
public class Teams implements NamedRows<Team> {

    @Override
    public String idOf(Team row) {
        return row.name;
    }
}
