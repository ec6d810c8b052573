package io.keywell.governance.admin;

import io.keywell.catalog.Key;
import io.keywell.catalog.Provider;
import io.smallrye.mutiny.Uni;

/** Asks a provider whether it takes a key, with a call that costs nothing. */
public interface KeyProbe {

    /** What it said. */
    enum Verdict {
        /** It answers. */
        ACCEPTED,
        /** It does not know the key, or forbids it everything. */
        REFUSED,
        /** It could not be asked, or said something else. */
        UNKNOWN,
        /** The vendor has no call that costs nothing. */
        NO_FREE_CALL
    }

    /**
     * @param status of the answer, 0 without one
     */
    record Outcome(Verdict verdict, int status) {}

    /** Never fails; takes seconds at most. */
    Uni<Outcome> probe(Provider provider, Key key);
}
