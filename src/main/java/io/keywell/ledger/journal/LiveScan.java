package io.keywell.ledger.journal;

import io.keywell.core.CallRecord;
import java.util.ArrayList;
import java.util.List;

/** Reads a segment that is, or may still be, appended to. */
final class LiveScan implements Scan {

    private final Segment segment;
    private int position = Segment.FIRST;
    private int next = Segment.FIRST;

    LiveScan(Segment segment) {
        this.segment = segment;
    }

    Segment segment() {
        return segment;
    }

    @Override
    public List<CallRecord> read(int max, RecordReader reader) {
        List<CallRecord> records = new ArrayList<>();
        next = position;
        while (records.size() < max) {
            long word = segment.word(next);
            if (word == 0) {
                break;
            }
            int length = Segment.length(word);
            records.add(reader.read(segment.record(next, length)));
            next += Segment.padded(length);
        }
        return records;
    }

    @Override
    public void advance() {
        position = next;
    }

    @Override
    public boolean isFinished() {
        return segment.endsAt(position);
    }
}
