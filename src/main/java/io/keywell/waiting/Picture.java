package io.keywell.waiting;

import io.keywell.waiting.Contest.Pull;
import io.keywell.waiting.NeighbourNote.Noted;
import io.keywell.waiting.NeighbourNote.NotedLine;
import io.keywell.waiting.Weighing.LinePart;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The waiting rooms of all replicas as one, pieced together from their notes. Safe for use by many threads.
 *
 * <p>This replica's own notes go the same way, and no sooner than the others' do: whoever is served here would else seem
 * to have had more than whoever is served elsewhere.
 */
final class Picture {

    /** Requests are shared out for so long ahead; an unequal past is made up for in about this time. */
    static final double HORIZON_SECONDS = 2;

    /** A replica that was silent for so long is taken to be gone: two notes in a row of those that come once a second. */
    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

    private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How many times less than evenly spread a consumer's weight may be in a replica. */
    private static final double UNEVEN = 8;

    private static final String HERE = "";

    private final Map<String, Heard> heard = new HashMap<>();
    private final Map<Long, Standing> standings = new HashMap<>();
    private final Map<String, Supply> supplies = new HashMap<>();
    private long weighedNanos;

    /** Whether no other replica wants anything. */
    synchronized boolean alone() {
        for (Map.Entry<String, Heard> one : heard.entrySet()) {
            if (!one.getKey().equals(HERE) && !one.getValue().note.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    synchronized void hear(String replica, NeighbourNote note, long nowNanos) {
        Heard before = heard.get(replica);
        if (before != null && before.note.epoch() == note.epoch() && before.note.sequence() >= note.sequence()) {
            return;
        }
        Heard now = new Heard(note, nowNanos);
        heard.put(replica, now);
        if (before != null && before.note.epoch() == note.epoch()) {
            credit(before, now);
        }
    }

    synchronized void hearOwn(NeighbourNote note, long nowNanos) {
        hear(HERE, note, nowNanos);
    }

    synchronized void gone(String replica) {
        heard.remove(replica);
    }

    private void credit(Heard before, Heard now) {
        now.note.lines().forEach(line -> {
            NotedLine last = before.lines.get(line.name());
            if (last != null) {
                supply(line.name()).served(Math.max(0, line.served() - last.served()));
                for (Noted noted : line.consumers()) {
                    Noted old = before.consumers.get(new InLine(line.name(), noted.consumer()));
                    if (old != null && noted.served() > old.served()) {
                        standing(noted.consumer()).received +=
                                (noted.served() - old.served()) / (double) noted.weight();
                    }
                }
            }
        });
    }

    synchronized Weighing weigh(long nowNanos) {
        heard.values().removeIf(one -> nowNanos - one.nanos > SILENT_NANOS);
        double seconds = Math.min(60, (nowNanos - weighedNanos) / 1e9);
        weighedNanos = nowNanos;
        Map<String, Contest> contests = contests(nowNanos);
        contests.forEach((line, contest) -> {
            Supply supply = supply(line);
            supply.pass(seconds, nowNanos);
            contest.weigh(supply, heard.size());
        });
        supplies.values().removeIf(supply -> supply.isForgotten(nowNanos));
        standings.values().removeIf(standing -> nowNanos - standing.wantedNanos > REMEMBERED_NANOS);
        for (Standing standing : standings.values()) {
            if (standing.wantedNanos == nowNanos) {
                standing.endWeighing();
            }
        }
        return alone() ? Weighing.ALONE : weighing(contests);
    }

    private Map<String, Contest> contests(long nowNanos) {
        Map<String, Contest> contests = new HashMap<>();
        heard.forEach((replica, one) -> {
            for (NotedLine line : one.note.lines()) {
                for (Noted noted : line.consumers()) {
                    if (noted.wants() > 0) {
                        boolean rest = noted.consumer() == NeighbourNote.REST;
                        long consumer = rest ? NeighbourNote.id(replica) : noted.consumer();
                        Standing standing = rest ? null : wanting(consumer, nowNanos);
                        contests.computeIfAbsent(line.name(), ignored -> new Contest())
                                .add(consumer, standing, noted, replica.equals(HERE));
                    }
                }
            }
        });
        return contests;
    }

    private Weighing weighing(Map<String, Contest> contests) {
        Map<String, LinePart> lines = new HashMap<>();
        Map<Long, Pull> pulls = new HashMap<>();
        contests.forEach((line, contest) -> {
            lines.put(line, contest.part());
            contest.pullOn(pulls);
        });
        double least = 1 / (UNEVEN * heard.size());
        // Only relations count. The strongest here has its whole weight, as has whoever comes anew.
        double strongest = pulls.values().stream()
                .filter(Pull::isHere)
                .mapToDouble(pull -> pull.value(least))
                .max()
                .orElse(1);
        Map<Long, Weighing.Pull> relative = new HashMap<>();
        pulls.forEach((consumer, pull) ->
                relative.put(consumer, new Weighing.Pull(pull.value(least) / strongest, pull.correction())));
        return new Weighing(lines, relative);
    }

    private Standing wanting(long consumer, long nowNanos) {
        Standing standing = standing(consumer);
        if (standing.wantedNanos != nowNanos) {
            standing.beginWeighing(nowNanos);
        }
        return standing;
    }

    private Standing standing(long consumer) {
        return standings.computeIfAbsent(consumer, ignored -> new Standing());
    }

    private Supply supply(String line) {
        return supplies.computeIfAbsent(line, ignored -> new Supply());
    }

    private record InLine(String line, long consumer) {}

    /** The last note of a replica. */
    private static final class Heard {
        private final NeighbourNote note;
        private final long nanos;
        private final Map<String, NotedLine> lines = new HashMap<>();
        private final Map<InLine, Noted> consumers = new HashMap<>();

        Heard(NeighbourNote note, long nanos) {
            this.note = note;
            this.nanos = nanos;
            for (NotedLine line : note.lines()) {
                lines.put(line.name(), line);
                for (Noted noted : line.consumers()) {
                    consumers.put(new InLine(line.name(), noted.consumer()), noted);
                }
            }
        }
    }
}
