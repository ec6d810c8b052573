package io.keywell.governance.store;

import jakarta.enterprise.context.ApplicationScoped;

/** The consumers. A deletion takes their keys with it. */
@ApplicationScoped
public class ConsumerRows implements NamedRows<ConsumerRow> {

    @Override
    public String idOf(ConsumerRow row) {
        return row.name;
    }
}
