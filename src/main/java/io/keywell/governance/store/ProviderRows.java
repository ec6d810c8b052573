package io.keywell.governance.store;

import jakarta.enterprise.context.ApplicationScoped;

/** The providers. A deletion takes pools and keys with it. */
@ApplicationScoped
public class ProviderRows implements NamedRows<ProviderRow> {

    @Override
    public String idOf(ProviderRow row) {
        return row.name;
    }
}
