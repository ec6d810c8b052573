package io.keywell.ledger.journal;

import io.keywell.core.CallRecord;
import java.util.List;

/** Where reading stands in one file. Used by one thread at a time. */
sealed interface Scan permits LiveScan, DeadScan {

    /** The next records, at most so many; the same again until {@link #advance()}. Empty when none is there now. */
    List<CallRecord> read(int max, RecordReader reader);

    /** What was read last is done with. */
    void advance();

    /** Whether everything is done with that the file will ever have. */
    boolean isFinished();
}
