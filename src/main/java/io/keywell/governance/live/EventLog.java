package io.keywell.governance.live;

import io.keywell.core.Clock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The last events, and those who follow them. Whoever reports one only leaves it in a bounded queue: it is told by
 * {@link #deliver}, which somebody calls often on a worker thread. A reader that is slower than the events is cut; it comes
 * again with the id of the last one that it has seen and is told what it missed, or that something is lost.
 */
final class EventLog {

    private static final int MOST_REPORTED = 4_096;
    private static final int MOST_KEPT = 1_024;
    private static final int MOST_WAITING = 2 * MOST_KEPT;

    private record Report(String type, long atMillis, Map<String, Object> data) {}

    private final String life;
    private final Clock clock;
    private final ArrayBlockingQueue<Report> reported = new ArrayBlockingQueue<>(MOST_REPORTED);
    private final ArrayDeque<StateEvent> kept = new ArrayDeque<>();
    private final Set<MultiEmitter<? super StateEvent>> readers = new LinkedHashSet<>();
    private long number;
    private volatile boolean overrun;

    /** @param life tells this replica's events from those of its last life */
    EventLog(String life, Clock clock) {
        this.life = life;
        this.clock = clock;
    }

    /** Any thread; takes no lock that is held for long. Beyond what the queue holds it is dropped, and that is told. */
    void report(String type, Map<String, Object> data) {
        if (!reported.offer(new Report(type, clock.epochMillis(), data))) {
            overrun = true;
        }
    }

    boolean hasReports() {
        return !reported.isEmpty() || overrun;
    }

    /** Tells the readers what was reported. */
    synchronized void deliver() {
        for (Report report = reported.poll(); report != null; report = reported.poll()) {
            tell(report.type(), report.atMillis(), report.data());
        }
        if (overrun) {
            overrun = false;
            tell(StateEvent.LOST, clock.epochMillis(), Map.of());
        }
    }

    /** Tells the readers that they are still connected. Not kept. */
    synchronized void beat() {
        StateEvent alive = new StateEvent(id(number), StateEvent.ALIVE, now(), Map.of());
        List.copyOf(readers).forEach(reader -> reader.emit(alive));
    }

    private void tell(String type, long atMillis, Map<String, Object> data) {
        StateEvent event = new StateEvent(id(++number), type, Instant.ofEpochMilli(atMillis), data);
        kept.addLast(event);
        if (kept.size() > MOST_KEPT) {
            kept.removeFirst();
        }
        List.copyOf(readers).forEach(reader -> reader.emit(event));
    }

    int readers() {
        return readers.size();
    }

    /**
     * Everything from now on, after what was missed. Ends when the reader is too slow.
     *
     * @param lastId the last event that the reader has seen, null when it begins
     */
    Multi<StateEvent> follow(@Nullable String lastId) {
        return Multi.createFrom()
                .<StateEvent>emitter(emitter -> join(emitter, lastId), MOST_WAITING)
                .onFailure()
                .recoverWithCompletion();
    }

    private synchronized void join(MultiEmitter<? super StateEvent> reader, @Nullable String lastId) {
        reader.onTermination(() -> leave(reader));
        if (lastId != null) {
            long last = number(lastId);
            boolean knows = last >= 0 && last <= number && (kept.isEmpty() || last >= number - kept.size());
            if (!knows) {
                reader.emit(new StateEvent(id(number), StateEvent.LOST, now(), Map.of()));
            } else {
                kept.stream().filter(event -> number(event.id()) > last).forEach(reader::emit);
            }
        }
        readers.add(reader);
    }

    private synchronized void leave(MultiEmitter<? super StateEvent> reader) {
        readers.remove(reader);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.epochMillis());
    }

    private String id(long count) {
        return life + "-" + count;
    }

    /** -1 for what is not of this life. */
    private long number(String id) {
        if (!id.startsWith(life + "-")) {
            return -1;
        }
        try {
            return Long.parseLong(id.substring(life.length() + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
