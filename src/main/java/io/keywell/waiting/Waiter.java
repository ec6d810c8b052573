package io.keywell.waiting;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A visitor with its place in the order. Guarded by the room's lock. */
final class Waiter<T> implements Place {

    static final Comparator<Waiter<?>> BY_RANK =
            Comparator.<Waiter<?>>comparingLong(w -> w.rank).thenComparingLong(w -> w.number);
    static final Comparator<Waiter<?>> BY_DEADLINE =
            Comparator.<Waiter<?>>comparingLong(w -> w.deadlineMillis).thenComparingLong(w -> w.number);

    /** Behind all who were promised something, first come first served. */
    private static final long UNPROMISED = Long.MAX_VALUE;

    /** Who returns as told is given this long to be served, even if it said that it would not wait. */
    private static final long COURTESY_MILLIS = 3_000;

    /** Longer than a cluster takes to say what is left, even the first time; it is not waiting for capacity. */
    private static final long ANSWER_MILLIS = 500;

    final Visitor<T> visitor;
    final long enteredMillis;
    final long enteredNanos;
    private final WaitingRoom<T> room;

    /** Order of arrival. */
    long number;

    /** Set while it stands in the queue. */
    @Nullable
    Flow<T> flow;

    private long deadlineMillis;

    /** The promised time, or {@link #UNPROMISED}. */
    private long rank = UNPROMISED;

    Waiter(WaitingRoom<T> room, Visitor<T> visitor, long enteredMillis, long enteredNanos) {
        this.room = room;
        this.visitor = visitor;
        this.deadlineMillis = visitor.deadlineMillis();
        this.enteredMillis = enteredMillis;
        this.enteredNanos = enteredNanos;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    boolean promised() {
        return rank != UNPROMISED;
    }

    long rank() {
        return rank;
    }

    /** It comes as it was told. Only before it stands in the queue. */
    void returns(long promisedRank) {
        rank = promisedRank;
        deadlineMillis = Math.max(deadlineMillis, enteredMillis + COURTESY_MILLIS);
    }

    /** Those who count are being asked: it stays until they have answered. Only before it stands in the queue. */
    void hearsTheAnswer() {
        deadlineMillis = Math.max(deadlineMillis, enteredMillis + ANSWER_MILLIS);
    }

    /** Its time is over: when it comes again it goes before all who came after it. Only outside the queue. */
    void waitedInVain() {
        rank = Math.min(rank, enteredMillis);
    }

    /** For how long it waits when it comes again. */
    long patienceMillis() {
        return Math.max(COURTESY_MILLIS, visitor.deadlineMillis() - enteredMillis);
    }

    @Override
    public boolean leave() {
        return room.leave(this);
    }
}
