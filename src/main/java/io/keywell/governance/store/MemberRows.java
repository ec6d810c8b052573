package io.keywell.governance.store;

import io.smallrye.mutiny.Uni;
import jakarta.persistence.LockModeType;
import java.util.List;

/** Rows that belong to a provider. */
public interface MemberRows<E extends Governed> extends Rows<E, MemberId> {

    /** By a query: a row with a name of two parts cannot be found and locked in one. */
    @Override
    default Uni<E> lock(MemberId id) {
        return find("id.provider = ?1 and id.name = ?2", id.provider(), id.name())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /**
     * A page of a provider's in the order of the names.
     *
     * @param after the last name of the page before, empty for the first page
     */
    default Uni<List<E>> page(String provider, String after, int size) {
        return find("id.provider = ?1 and id.name > ?2 order by id.name", provider, after)
                .page(0, size)
                .list();
    }
}
