package io.keywell.ledger;

import io.keywell.core.CallRecord;
import io.keywell.core.CallSink;
import io.keywell.core.GatewayError;
import io.keywell.ledger.journal.Journal;

/**
 * Hands every finished call to the journal, before its answer's last byte goes out: the flow ends a call and then the
 * response. A caller that nobody knows has no account, and its refusal no row: a stranger must not be able to fill a disk.
 */
public final class LedgerSink implements CallSink {

    private final Journal journal;

    public LedgerSink(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void accept(CallRecord call) {
        if (call.error() != GatewayError.Kind.INVALID_API_KEY) {
            journal.append(call);
        }
    }
}
