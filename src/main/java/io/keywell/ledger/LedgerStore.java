package io.keywell.ledger;

import io.keywell.core.CallRecord;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where records go in the end. Nothing here blocks. */
public interface LedgerStore {

    /**
     * Adds those of the records that are not there yet, and their sums, all or none. To add a record again changes
     * nothing.
     *
     * @return fails with {@link Unwritable} when a record is at fault, with anything else when it may be tried again
     */
    CompletionStage<Void> insert(List<CallRecord> records);

    /** Makes room for the coming days and drops what is older than it is to be kept. */
    CompletionStage<Void> maintain();

    /** The database refuses what one of the records says; it would refuse it again. */
    final class Unwritable extends Exception {
        public Unwritable(String why) {
            super(why, null, false, false);
        }
    }
}
