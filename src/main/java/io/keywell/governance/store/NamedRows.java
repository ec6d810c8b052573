package io.keywell.governance.store;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Rows that a name of their own tells apart. */
public interface NamedRows<E extends Governed> extends Rows<E, String> {

    /**
     * A page in the order of the names.
     *
     * @param after the last name of the page before, empty for the first page
     */
    default Uni<List<E>> page(String after, int size) {
        return find("name > ?1 order by name", after).page(0, size).list();
    }
}
