package io.keywell.ledger.journal;

import io.keywell.core.CallRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The records of calls that are not in the database yet, in mapped files. {@link #append} may be called by any thread and
 * takes neither lock nor system call, save when a file is full and the next, made ahead, takes its place. Everything else
 * belongs to one thread, the background.
 *
 * <p>Room is bounded. When a file cannot be made, because the disk is full or the journal has its largest size, and those
 * that there are have filled up, records are lost and counted, and calls go on: {@link State#FULL}.
 */
public final class Journal {

    private static final Logger LOG = Logger.getLogger(Journal.class);

    /** Made ahead, so that a burst does not have to wait for the disk. */
    private static final int SPARES = 2;

    /** What the journal can do. */
    public enum State {
        /** Takes every record. */
        OPEN,
        /** No file can be made: records are lost once those that there are have filled up. */
        FULL
    }

    private final JournalFiles files;
    private final Executor background;
    private final int mostSegments;
    private final ThreadLocal<RecordWriter> writers = ThreadLocal.withInitial(RecordWriter::new);
    private final RecordReader reader = new RecordReader();
    private final LongAdder lost = new LongAdder();
    private final LongAdder appended = new LongAdder();

    private final Deque<Segment> spares = new ArrayDeque<>();
    private final Deque<Scan> unread = new ArrayDeque<>();
    private volatile long drained;
    private int lastRead;
    private int segments;
    private boolean making;
    private volatile State state = State.OPEN;
    private volatile Segment current;

    private Journal(JournalFiles files, Executor background, int mostSegments) throws IOException {
        this.files = files;
        this.background = background;
        this.mostSegments = mostSegments;
        unread.addAll(files.left());
        current = files.create();
        segments = 1;
        unread.add(new LiveScan(current));
    }

    /**
     * Takes over what dead processes left. Blocks on the disk.
     *
     * @param background runs the tasks that wait for the disk, one at a time
     * @param largest bytes that the files of this process may take; at least room for four is granted
     */
    public static Journal open(JournalFiles files, Executor background, long largest) throws IOException {
        int most = (int) Math.max(SPARES + 2, Math.min(1 << 20, largest / files.segmentSize()));
        Journal journal = new Journal(files, background, most);
        journal.makeSpares();
        return journal;
    }

    /** Keeps a record. When this returns true, a kill of the process does not lose it. False when there is no room. */
    public boolean append(CallRecord call) {
        RecordWriter writer = writers.get();
        int length = writer.write(call);
        int checksum = writer.checksum();
        Segment to = current;
        while (!to.append(writer.bytes(), length, checksum)) {
            Segment next = afterFull(to);
            if (next == null) {
                lost.increment();
                return false;
            }
            to = next;
        }
        appended.increment();
        return true;
    }

    /** The segment to use instead; null when there is none. */
    private synchronized @Nullable Segment afterFull(Segment full) {
        if (current != full) {
            return current;
        }
        Segment next = spares.poll();
        if (next != null) {
            unread.add(new LiveScan(next));
            current = next;
        }
        if (!making && state == State.OPEN) {
            making = true;
            background.execute(this::makeSpares);
        }
        return next;
    }

    /** Makes files until there are enough ahead, or none can be made. On the background's thread. */
    private void makeSpares() {
        String trouble = null;
        while (trouble == null && wantsSpare()) {
            if (segmentsHeld() >= mostSegments) {
                trouble = "it has its largest size";
            } else {
                try {
                    spare(files.create());
                    made(1);
                } catch (IOException e) {
                    trouble = e.getMessage() == null ? e.toString() : e.getMessage();
                }
            }
        }
        ended(trouble);
    }

    private synchronized boolean wantsSpare() {
        return spares.size() < SPARES;
    }

    private synchronized int segmentsHeld() {
        return segments;
    }

    private synchronized void spare(Segment segment) {
        spares.add(segment);
    }

    private synchronized void made(int more) {
        segments += more;
    }

    private synchronized void ended(@Nullable String trouble) {
        making = false;
        State now = trouble == null ? State.OPEN : State.FULL;
        if (now != state) {
            state = now;
            if (trouble == null) {
                LOG.infof("The ledger's journal takes records again; %d were lost so far.", lost.sum());
            } else {
                LOG.errorf(
                        "The ledger's journal cannot grow: %s. Calls are served; records are lost when it is full.",
                        trouble);
            }
        }
    }

    /** Tries again to make files when they could not be made; sends what is old to the disk. On the background's thread. */
    public void maintain() {
        makeSpares();
        for (Segment segment : live()) {
            segment.sync();
        }
        for (Segment segment : notReadYet()) {
            segment.park();
        }
    }

    /** All but the oldest, which is being read. */
    private List<Segment> notReadYet() {
        List<Segment> live = live();
        return takesOver() ? live : live.subList(1, live.size());
    }

    private synchronized List<Segment> live() {
        List<Segment> live = new ArrayList<>();
        for (Scan scan : unread) {
            if (scan instanceof LiveScan one) {
                live.add(one.segment());
            }
        }
        return live;
    }

    /**
     * The oldest records that are not done with, at most so many; the same again until {@link #advance()}. On the
     * background's thread.
     */
    public List<CallRecord> read(int max) {
        while (true) {
            Scan oldest = oldest();
            List<CallRecord> records = oldest.read(max, reader);
            if (!records.isEmpty()) {
                lastRead = oldest instanceof LiveScan ? records.size() : 0;
                return records;
            }
            oldest.advance();
            if (!oldest.isFinished()) {
                return records;
            }
            drop(oldest);
        }
    }

    /** The records that were read last are in the database. On the background's thread. */
    public void advance() {
        oldest().advance();
        drained += lastRead;
        lastRead = 0;
    }

    /** Whether records of dead processes are not all done with. */
    public synchronized boolean takesOver() {
        return unread.getFirst() instanceof DeadScan;
    }

    private synchronized Scan oldest() {
        return unread.getFirst();
    }

    /** The file goes, or is used again. */
    private void drop(Scan finished) {
        try {
            if (finished instanceof DeadScan dead) {
                replaceOldest(null);
                files.done(dead);
                return;
            }
            Segment segment = ((LiveScan) finished).segment();
            if (isCurrent(segment) && afterFull(segment) == null) {
                // Nothing else is there to be written to: it begins anew where it stands.
                segment.wipe(files.salt());
                replaceOldest(new LiveScan(segment));
                return;
            }
            replaceOldest(null);
            if (wantsSpare()) {
                segment.wipe(files.salt());
                spare(segment);
            } else {
                segment.delete();
                made(-1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean isCurrent(Segment segment) {
        return segment == current;
    }

    private synchronized void replaceOldest(@Nullable Scan by) {
        unread.removeFirst();
        if (by != null) {
            unread.addFirst(by);
        }
    }

    public State state() {
        return state;
    }

    /** Records for which there was no room, since the start. */
    public long lost() {
        return lost.sum();
    }

    /** Records of this process that wait to be written, about. */
    public long waiting() {
        return Math.max(0, appended.sum() - drained);
    }

    /** Bytes of the files of this process. */
    public synchronized long bytes() {
        return (long) segments * files.segmentSize();
    }

    /** How much of its largest size it has: 1 = no further file is made. */
    public synchronized double filled() {
        return (double) segments / mostSegments;
    }

    /**
     * Gives the files up to the next process, which reads them whether there is something in them or not: a call that
     * ends later than this is still written down.
     */
    public void close() throws IOException {
        files.close();
    }
}
