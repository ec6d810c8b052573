package io.keywell.governance.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of one kind. Every method works in the transaction of {@link Transactions#write} or {@link
 * Transactions#read} that it is called in, and gives rows that are of use inside it alone.
 *
 * @param <I> what names a row
 */
public interface Rows<E extends Governed, I> extends PanacheRepositoryBase<E, I> {

    I idOf(E row);

    /** The row; a null item when there is none. */
    default Uni<E> get(I id) {
        return findById(id);
    }

    default Uni<Change<E>> create(E row) {
        return findById(idOf(row))
                .chain(found -> found != null
                        ? Uni.createFrom().item(new Change.Exists<E>())
                        : persistAndFlush(row).map(Change.Done::new));
    }

    /**
     * Changes a row that nobody has changed since it had this version; it is locked until the transaction ends.
     *
     * @param edit must not change the name
     */
    default Uni<Change<E>> update(I id, long version, Consumer<E> edit) {
        return locked(id, version).chain(found -> {
            if (!(found instanceof Change.Done<E> row)) {
                return Uni.createFrom().item(found);
            }
            edit.accept(row.row());
            return flush().replaceWith(found);
        });
    }

    default Uni<Change<E>> delete(I id, long version) {
        return locked(id, version).chain(found -> {
            if (!(found instanceof Change.Done<E> row)) {
                return Uni.createFrom().item(found);
            }
            return delete(row.row()).chain(this::flush).replaceWith(found);
        });
    }

    /** The row, which nobody else changes until the transaction ends; a null item when there is none. */
    default Uni<E> lock(I id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    private Uni<Change<E>> locked(I id, long version) {
        return lock(id).map(row -> {
            if (row == null) {
                return new Change.Missing<>();
            }
            return row.version == version ? new Change.Done<>(row) : new Change.Stale<>(row.version);
        });
    }

    /** New rows by the thousand; none of them may be there. One statement for many rows, one flush at the end. */
    default Uni<Void> createAll(List<E> rows) {
        return getSession()
                .chain(session -> session.setBatchSize(BATCH).persistAll(rows.toArray()))
                .chain(this::flush);
    }

    /** Rows that one statement inserts. */
    int BATCH = 500;
}
