package io.keywell.waiting;

import io.keywell.waiting.NeighbourNote.Noted;
import io.keywell.waiting.NeighbourNote.NotedLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what this replica's waiting room wants and has served. Guarded by the room's lock. */
final class NoteWriter<T> {

    private static final double NEGLIGIBLE = 0.1;

    /** Of one flow, that are looked through. */
    private static final int MOST_PROMISES = 64;

    /**
     * Who waits now will go on coming, or it would not have to wait. A consumer with little that waits and much that is
     * served must not seem content.
     */
    private static final double WAITING_WEIGHS = 4;

    private final long epoch;
    private long sequence;
    private long writtenNanos;

    NoteWriter(long epoch, long nowNanos) {
        this.epoch = epoch;
        this.writtenNanos = nowNanos;
    }

    NeighbourNote write(FairOrder<T> order, long now, long nowNanos) {
        double seconds = (nowNanos - writtenNanos) / 1e9;
        writtenNanos = nowNanos;
        long soon = now + (long) (Picture.HORIZON_SECONDS * 1_000);
        List<Entry> entries = new ArrayList<>();
        for (Line<T> line : order.lines()) {
            double kept = line.keptAfter(seconds);
            for (Flow<T> flow : line.flows.values()) {
                Noted noted = noted(flow, flow.fade(kept), soon);
                if (noted.wants() >= NEGLIGIBLE) {
                    entries.add(new Entry(line.name, line.served, noted));
                }
            }
        }
        return new NeighbourNote(
                epoch,
                sequence++,
                lines(entries),
                order.strays().promisesToTell(now),
                order.strays().claimsToTell(now));
    }

    private static Noted noted(Flow<?> flow, double recentlyServed, long soonMillis) {
        double back = flow.promises.due(soonMillis, MOST_PROMISES);
        double present = WAITING_WEIGHS * flow.waiters.size() + back + recentlyServed;
        double away = Math.max(0, flow.expectedBack() - back);
        return new Noted(flow.share.id, flow.share.weight, present, away, flow.served);
    }

    private static List<NotedLine> lines(List<Entry> entries) {
        if (entries.size() > NoteFormat.MOST) {
            entries.sort(Comparator.comparingDouble((Entry entry) -> entry.noted.wants())
                    .reversed());
        }
        Map<String, LineDraft> drafts = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            LineDraft draft = drafts.get(entry.line);
            if (draft == null && drafts.size() < NoteFormat.MOST) {
                draft = new LineDraft(entry.served);
                drafts.put(entry.line, draft);
            }
            if (draft != null) {
                draft.add(entry.noted, i < NoteFormat.MOST);
            }
        }
        List<NotedLine> lines = new ArrayList<>(drafts.size());
        drafts.forEach((name, draft) -> lines.add(new NotedLine(name, draft.served, draft.consumers())));
        return lines;
    }

    private record Entry(String line, long served, Noted noted) {}

    private static final class LineDraft {
        private final long served;
        private final List<Noted> consumers = new ArrayList<>();
        private int restWeight;
        private double restPresent;
        private double restAway;

        LineDraft(long served) {
            this.served = served;
        }

        void add(Noted noted, boolean byItself) {
            if (byItself) {
                consumers.add(noted);
            } else {
                restWeight += noted.weight();
                restPresent += noted.present();
                restAway += noted.away();
            }
        }

        List<Noted> consumers() {
            if (restWeight > 0) {
                consumers.add(new Noted(NeighbourNote.REST, restWeight, restPresent, restAway, 0));
            }
            return consumers;
        }
    }
}
