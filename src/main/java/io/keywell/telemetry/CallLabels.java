package io.keywell.telemetry;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.Outcome;

/** What tells one call's meters from another's. Written out rather than a record: it is hashed for every call. */
final class CallLabels {

    /** The label for what nobody served. */
    static final String NONE = "none";

    final String consumer;
    final String model;
    final String provider;
    final Outcome outcome;

    CallLabels(CallRecord call) {
        String servedBy = call.provider();
        this.consumer = call.consumer();
        this.model = call.modelLabel();
        this.provider = servedBy == null ? NONE : servedBy;
        this.outcome = call.outcome();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallLabels labels
                && labels.outcome == outcome
                && labels.consumer.equals(consumer)
                && labels.model.equals(model)
                && labels.provider.equals(provider);
    }

    @Override
    public int hashCode() {
        return ((consumer.hashCode() * 31 + model.hashCode()) * 31 + provider.hashCode()) * 31 + outcome.ordinal();
    }
}
