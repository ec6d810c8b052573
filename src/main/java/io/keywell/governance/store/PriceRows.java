package io.keywell.governance.store;

import jakarta.enterprise.context.ApplicationScoped;

/** The prices. */
@ApplicationScoped
public class PriceRows implements NamedRows<PriceRow> {

    @Override
    public String idOf(PriceRow row) {
        return row.name;
    }
}
