package io.keywell.governance.store;

/** What came of a change. A value: the transaction goes on, and whoever asked decides. */
public sealed interface Change<E> {

    /** @param row as it is now; for a deletion, as it was */
    record Done<E>(E row) implements Change<E> {}

    /** Nothing has that name. */
    record Missing<E>() implements Change<E> {}

    /** Something has that name already. */
    record Exists<E>() implements Change<E> {}

    /** Somebody else was faster: the row has another version. */
    record Stale<E>(long version) implements Change<E> {}
}
