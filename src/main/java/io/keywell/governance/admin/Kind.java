package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.store.Governed;
import io.keywell.governance.store.Rows;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One kind of what is governed: how it is named, shown, checked and read. Everything that gives a {@link Uni} works in the
 * transaction that it is called in.
 *
 * @param <E> its row
 * @param <I> what names a row
 */
interface Kind<E extends Governed, I> {

    /** As in paths and in the audit: {@code consumers/web-app}. */
    String subject(I id);

    Rows<E, I> rows();

    E newRow(I id);

    /** Without secrets. */
    ObjectNode show(E row);

    /**
     * Everything that is wrong with a body, or nothing.
     *
     * @param known whether the row is there already
     */
    Uni<List<Refused.FieldError>> check(I id, ObjectNode body, boolean known);

    /** What a body that was checked does to a row; what it does not name becomes what it is by default. */
    Uni<Consumer<E>> edit(ObjectNode body);

    /** What the configuration has under this name: it cannot be changed here. */
    boolean isConfigured(I id);

    /** What must be there first and is not, as it is called in paths; null when nothing is missing. */
    default Uni<@Nullable String> missingOwner(I id) {
        return Uni.createFrom().nullItem();
    }

    /** Something that would be left without it; null for nothing. */
    default Uni<@Nullable String> user(I id) {
        return Uni.createFrom().nullItem();
    }
}
