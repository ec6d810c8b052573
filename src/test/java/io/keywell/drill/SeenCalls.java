package io.keywell.drill;

import io.keywell.core.CallRecord;
import io.keywell.core.CallSink;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The records of the calls that have ended, in order. */
@Singleton
public class SeenCalls implements CallSink {

    private final List<CallRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public void accept(CallRecord call) {
        records.add(call);
    }

    List<CallRecord> records() {
        return List.copyOf(records);
    }

    void clear() {
        records.clear();
    }
}
