package io.keywell.waiting;

import io.keywell.waiting.Promises.Promise;
import io.keywell.waiting.Weighing.LinePart;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, who is expected back, and whose turn it is: start-time fair queueing over consumers. Each consumer has a
 * virtual start time; the smallest is served next and moves on by {@code UNIT / weight}, the weight being the part of it
 * that the consumer has in this replica. Who comes out of idleness starts at the room's virtual time, so that nobody saves
 * up for later; who only stood in a dry line while others were served is at most one unit behind, for the same reason.
 * Guarded by the room's lock, but for {@link #isQuiet} and {@link #waiting}.
 */
final class FairOrder<T> {

    /** Divisible by every weight, 1..16. */
    static final long UNIT = 720_720;

    /** Consumers that are remembered while idle, for their start times and claim rates. */
    private static final int REMEMBERED = 1_024;

    private final Map<String, Share<T>> shares = new HashMap<>();
    private final Map<String, Line<T>> lines = new ConcurrentHashMap<>();
    private final TreeSet<Waiter<T>> byDeadline = new TreeSet<>(Waiter.BY_DEADLINE);
    private final Strays<T> strays;
    private volatile int waiting;
    private int promised;
    private long virtualTime;
    private long turns;
    private long numbers;

    FairOrder(Strays<T> strays) {
        this.strays = strays;
    }

    /** Nobody waits in that line, nobody was promised anything. Any thread may ask. */
    boolean isQuiet(String line) {
        Line<T> known = lines.get(line);
        return known == null || known.isQuiet();
    }

    /** Any thread may ask. */
    int waiting() {
        return waiting;
    }

    Strays<T> strays() {
        return strays;
    }

    int promised() {
        return promised;
    }

    Collection<Line<T>> lines() {
        return lines.values();
    }

    /** The one whose time is over first. */
    @Nullable
    Waiter<T> firstDeadline() {
        return byDeadline.isEmpty() ? null : byDeadline.first();
    }

    Flow<T> flow(Visitor<T> visitor) {
        Line<T> line = lines.computeIfAbsent(visitor.line(), Line::new);
        Flow<T> flow = line.flows.get(visitor.consumer());
        if (flow == null) {
            Share<T> share = shares.computeIfAbsent(visitor.consumer(), name -> new Share<>(name, numbers++));
            flow = new Flow<>(line, share);
            line.flows.put(visitor.consumer(), flow);
            share.flows++;
        }
        flow.share.weight = Math.max(1, Math.min(16, visitor.weight()));
        return flow;
    }

    void add(Waiter<T> waiter, Flow<T> flow) {
        Share<T> share = flow.share;
        if (share.waiting++ == 0) {
            share.start = Math.max(share.start, virtualTime);
        }
        waiter.number = numbers++;
        waiter.flow = flow;
        flow.waiters.add(waiter);
        flow.promisedWaiters += waiter.promised() ? 1 : 0;
        byDeadline.add(waiter);
        count(flow, 1, 0);
        if (flow.waiters.size() == 1) {
            share.backlogged.add(flow);
            flow.line.backlog.add(flow);
        }
    }

    /** The flow that it stood in. */
    Flow<T> remove(Waiter<T> waiter) {
        Flow<T> flow = Objects.requireNonNull(waiter.flow, "it stands nowhere");
        waiter.flow = null;
        flow.waiters.remove(waiter);
        flow.promisedWaiters -= waiter.promised() ? 1 : 0;
        flow.share.waiting--;
        byDeadline.remove(waiter);
        count(flow, -1, 0);
        if (flow.waiters.isEmpty()) {
            flow.share.backlogged.remove(flow);
            flow.line.backlog.remove(flow);
        }
        return flow;
    }

    void promise(Flow<T> flow, long atMillis, long rank, long fingerprint, long now) {
        Promise promise = flow.promises.book(atMillis, rank, fingerprint);
        strays.booked(flow, promise, now);
        count(flow, 0, 1);
    }

    /** Hears what another replica promised, and what it let in of the promises of this one. */
    void hear(NeighbourNote note, long now) {
        for (Flow<T> flow : strays.hear(note, now)) {
            flow.share.claimed();
            count(flow, 0, -1);
        }
    }

    /** The rank of a due promise that this visitor takes up, or {@link Promises#NONE}. */
    long claim(Flow<T> flow, Visitor<T> visitor, long now) {
        long strayed = strays.claim(flow, visitor.fingerprint(), now);
        if (strayed != Promises.NONE || flow.promises.size() == 0) {
            return strayed;
        }
        long rank = flow.promises.claim(now, visitor.fingerprint());
        if (rank != Promises.NONE) {
            flow.share.claimed();
            count(flow, 0, -1);
        }
        return rank;
    }

    /** The flow whose turn it is among the lines that are not known to be dry. */
    @Nullable
    Flow<T> next(long now, long epoch) {
        Flow<T> best = null;
        for (Line<T> line : lines.values()) {
            if (!line.backlog.isEmpty() && !line.isDry(now, epoch)) {
                Flow<T> first = line.backlog.first();
                if (best == null || Flow.BY_START.compare(first, best) < 0) {
                    best = first;
                }
            }
        }
        return best;
    }

    /** The consumer was served once. */
    void charge(Flow<T> served) {
        served.served();
        Share<T> share = served.share;
        for (Flow<T> flow : share.backlogged) {
            flow.line.backlog.remove(flow);
        }
        long start = Math.max(share.start, share.waiting == 0 ? virtualTime : virtualTime - UNIT);
        virtualTime = Math.max(virtualTime, start);
        share.start = start + (long) (UNIT / share.momentaryStrength());
        share.turn = ++turns;
        for (Flow<T> flow : share.backlogged) {
            flow.line.backlog.add(flow);
        }
    }

    /** From now on consumers have the part of their weight here that they do not have in other replicas. */
    void follow(Weighing weighing) {
        for (Share<T> share : shares.values()) {
            share.pull = weighing.pull(share.id);
        }
        for (String line : weighing.lines().keySet()) {
            lines.computeIfAbsent(line, Line::new);
        }
        for (Line<T> line : lines.values()) {
            line.follow(weighing.lines().getOrDefault(line.name, LinePart.ALL));
        }
    }

    /** The soonest time at which a line with somebody waiting may not be dry any more. */
    long firstDryEndMillis() {
        long first = Long.MAX_VALUE;
        for (Line<T> line : lines.values()) {
            if (line.waiting() > 0) {
                first = Math.min(first, line.dryUntilMillis());
            }
        }
        return first;
    }

    /** Lets seconds pass: drops promises that were due before then and all that has no purpose any more. */
    void sweep(double seconds, long promisedBeforeMillis) {
        for (Line<T> line : lines.values()) {
            for (Flow<T> flow : line.flows.values()) {
                flow.pass(seconds);
                int lapsed = flow.promises.lapse(promisedBeforeMillis);
                flow.share.lapsed(lapsed);
                count(flow, 0, -lapsed);
            }
            line.flows.values().removeIf(FairOrder::discarded);
        }
        lines.values().removeIf(Line::idle);
        if (shares.size() > REMEMBERED) {
            shares.values().removeIf(share -> share.flows == 0);
        }
    }

    private static boolean discarded(Flow<?> flow) {
        flow.share.flows -= flow.idle() ? 1 : 0;
        return flow.idle();
    }

    private void count(Flow<T> flow, int moreWaiting, int morePromised) {
        flow.line.count(moreWaiting, morePromised);
        waiting = waiting + moreWaiting;
        promised += morePromised;
    }
}
