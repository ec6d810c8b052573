package io.keywell.governance.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

/** The providers. A deletion takes pools and keys with it. */
@ApplicationScoped
public class ProviderRows implements NamedRows<ProviderRow> {

    @Override
    public String idOf(ProviderRow row) {
        return row.name;
    }

    /** The row, which nobody deletes until the transaction ends; a null item when there is none. */
    public Uni<ProviderRow> hold(String name) {
        return findById(name, LockModeType.PESSIMISTIC_READ);
    }
}
