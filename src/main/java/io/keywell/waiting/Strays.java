package io.keywell.waiting;

import io.keywell.waiting.NeighbourNote.NotedPromise;
import io.keywell.waiting.Promises.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Promises whose holders come back to another replica than the one that refused them. Each replica tells what it promised
 * lately, by fingerprint, and what it let in of the others' promises, which end with that. Told several times, as notes
 * may be lost. Without fingerprints a promise holds only where it was given. Guarded by the room's lock.
 */
final class Strays<T> {

    /** For so long each promise and each claim is told in every note. */
    private static final long TOLD_MILLIS = 1_000;

    /** Of each kind that one note holds: the latest. */
    private static final int MOST_TOLD = NoteFormat.MOST_PROMISES;

    /** Clocks of replicas differ a little. It is the same request that comes, so it does no harm when it comes early. */
    private static final long EARLY_MILLIS = 1_000;

    private static final long FORGET_EVERY_MILLIS = 1_000;

    private final int most;
    private final long graceMillis;
    private final Map<Long, Own<T>> own = new HashMap<>();
    private final Map<Long, NotedPromise> others = new HashMap<>();
    private final Deque<Told> promised = new ArrayDeque<>();
    private final Deque<Told> claimed = new ArrayDeque<>();

    /** What others' notes said was claimed: a promise may still come in a note that is older. */
    private final Map<Long, Long> ended = new HashMap<>();

    private long forgottenMillis;

    /**
     * @param most promises of one side that are remembered; 0 for a replica that is alone
     * @param graceMillis for how long after its time a promise is kept
     */
    Strays(int most, long graceMillis) {
        this.most = most;
        this.graceMillis = graceMillis;
    }

    /** This replica promised something. */
    void booked(Flow<T> flow, Promise promise, long now) {
        if (promise.fingerprint() != 0 && own.size() < most) {
            long key = key(flow, promise.fingerprint());
            own.put(key, new Own<>(flow, promise));
            promised.add(new Told(key, now));
        }
    }

    /** Takes up what another replica promised to this request: the rank that it has, or {@link Promises#NONE}. */
    long claim(Flow<T> flow, long fingerprint, long now) {
        if (fingerprint == 0 || others.isEmpty()) {
            return Promises.NONE;
        }
        long key = key(flow, fingerprint);
        NotedPromise promise = others.get(key);
        if (promise == null || promise.atMillis() - EARLY_MILLIS > now) {
            return Promises.NONE;
        }
        others.remove(key);
        ended.put(key, now);
        claimed.add(new Told(key, now));
        return promise.rank();
    }

    /** What the others should know of this replica's promises. */
    List<NotedPromise> promisesToTell(long now) {
        List<NotedPromise> list = new ArrayList<>();
        for (Told told : latest(promised, now)) {
            Own<T> booked = own.get(told.key);
            if (booked != null) {
                list.add(new NotedPromise(told.key, booked.promise.atMillis(), booked.promise.rank()));
            }
        }
        return list;
    }

    List<Long> claimsToTell(long now) {
        return latest(claimed, now).stream().map(told -> told.key).toList();
    }

    private List<Told> latest(Deque<Told> all, long now) {
        while (!all.isEmpty() && (all.size() > most || now - all.peekFirst().millis > TOLD_MILLIS)) {
            all.removeFirst();
        }
        List<Told> latest = new ArrayList<>();
        for (Iterator<Told> i = all.descendingIterator(); i.hasNext() && latest.size() < MOST_TOLD; ) {
            latest.add(i.next());
        }
        return latest;
    }

    /**
     * Takes in what a replica tells.
     *
     * @return the flows, once for each promise of theirs that was claimed elsewhere
     */
    List<Flow<T>> hear(NeighbourNote note, long now) {
        for (NotedPromise promise : note.promises()) {
            if (others.size() < most && !ended.containsKey(promise.key()) && promise.atMillis() + graceMillis > now) {
                others.put(promise.key(), promise);
            }
        }
        List<Flow<T>> relieved = new ArrayList<>();
        for (Long key : note.claimed()) {
            others.remove(key);
            if (ended.put(key, now) == null) {
                Own<T> booked = own.remove(key);
                if (booked != null && booked.flow.promises.cancel(booked.promise)) {
                    relieved.add(booked.flow);
                }
            }
        }
        forget(now);
        return relieved;
    }

    void forget(long now) {
        if (Math.abs(now - forgottenMillis) >= FORGET_EVERY_MILLIS) {
            forgottenMillis = now;
            others.values().removeIf(promise -> promise.atMillis() + graceMillis < now);
            own.values().removeIf(booked -> booked.promise.atMillis() + graceMillis < now);
            ended.values().removeIf(millis -> now - millis > 2 * TOLD_MILLIS);
        }
    }

    private static long key(Flow<?> flow, long fingerprint) {
        return (flow.line.id * 31 + flow.share.id) * 31 + fingerprint;
    }

    private record Own<T>(Flow<T> flow, Promise promise) {}

    private record Told(long key, long millis) {}
}
