package io.keywell.governance.store;

import jakarta.enterprise.context.ApplicationScoped;

/** The models. */
@ApplicationScoped
public class ModelRows implements NamedRows<ModelRow> {

    @Override
    public String idOf(ModelRow row) {
        return row.name;
    }
}
