package io.keywell.waiting;

import io.keywell.core.Clock;
import io.keywell.quota.Notes;
import io.keywell.waiting.Refusal.Reason;
import io.keywell.waiting.Taking.Dry;
import io.keywell.waiting.Taking.Taken;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where requests stand while nothing can take them: fair over consumers, bounded, aware of deadlines.
 *
 * <p>Who comes to a quiet line takes what there is, without a lock. Else it is told at once whether it will be served
 * before its deadline: if so it waits, if not it is refused with the time at which a retry will be served, and a place in
 * the order is kept for that retry ({@link Reception}, {@link Promises}). Capacity is never kept idle for a promise:
 * whoever is present takes it, in {@link FairOrder}. A line whose next request finds nothing is dry until capacity comes
 * back or the time that its try has named.
 *
 * <p>Any thread may call. One short lock guards all state; visitors are told their end after it is released. Work under
 * the lock is cut into slices, so that no event loop is held for long.
 */
public final class WaitingRoom<T> {

    /** Of those who never stood anywhere. */
    private static final Place NO_PLACE = () -> false;

    /** Ends (admissions, refusals) found in one hold of the lock. */
    private static final int SLICE = 256;

    /** While somebody waits everything is tried this often, should a forecast or the clock have been wrong. */
    private static final long RECHECK_MILLIS = 1_000;

    /** Promises of this replica, and of the others, that may be kept elsewhere. */
    private static final int MOST_STRAYS = 16_384;

    private final Clock clock;
    private final Timers timers;
    private final ReentrantLock lock = new ReentrantLock();
    private final FairOrder<T> order;
    private final Reception<T> reception;
    private final Neighbours<T> neighbours;
    private final Alarm alarm;

    /** Counts the times that capacity came back; what was found dry before is worth another try. */
    private final AtomicLong epoch = new AtomicLong();

    private final AtomicBoolean wakeAsked = new AtomicBoolean();

    /** Written under the lock. */
    private volatile boolean closed;

    /** When everything was last tried afresh. Guarded by the lock. */
    private long recheckedMillis;

    /** For a replica that is alone. */
    public WaitingRoom(Clock clock, Timers timers, RoomSettings settings) {
        this(clock, timers, settings, Notes.NONE, Claims.UNHEARD);
    }

    /**
     * @param notes to and from the rooms of the other replicas, with which this one is fair together
     * @param claims told what this replica is due of the capacity that they share
     */
    public WaitingRoom(Clock clock, Timers timers, RoomSettings settings, Notes notes, Claims claims) {
        this.clock = clock;
        this.timers = timers;
        boolean alone = notes == Notes.NONE;
        this.order = new FairOrder<>(new Strays<>(alone ? 0 : MOST_STRAYS, settings.promiseGraceMillis()));
        this.reception = new Reception<>(order, settings, clock.epochMillis());
        this.alarm = new Alarm(timers, this::ring);
        this.neighbours = new Neighbours<>(order, lock, clock, timers, notes, claims);
        neighbours.listen();
    }

    /**
     * Admits, queues or refuses. The visitor may know its end before this returns; if it does, leaving the place does
     * nothing.
     */
    public Place enter(Visitor<T> visitor) {
        if (!closed && order.isQuiet(visitor.line()) && visitor.tryTake() instanceof Taken<T> taken) {
            visitor.admitted(taken.value(), 0);
            return NO_PLACE;
        }
        Waiter<T> waiter = new Waiter<>(this, visitor, clock.epochMillis(), clock.nanoTime());
        Outbox<T> outbox = new Outbox<>();
        lock.lock();
        try {
            receive(waiter, outbox);
        } finally {
            lock.unlock();
            outbox.deliver();
        }
        return waiter;
    }

    /**
     * Something may be granted earlier than it was last said. Cheap, takes no lock, may come at any rate. What a
     * visitor's own try gives back in the room's hands is not news.
     */
    public void capacityChanged() {
        if (lock.isHeldByCurrentThread()) {
            return;
        }
        epoch.incrementAndGet();
        if (order.waiting() > 0) {
            askToWake();
        }
    }

    /** Refuses everybody, now and from now on. */
    public void close() {
        Outbox<T> outbox = new Outbox<>();
        lock.lock();
        try {
            closed = true;
            alarm.stop();
            for (Waiter<T> first = order.firstDeadline(); first != null; first = order.firstDeadline()) {
                order.remove(first);
                outbox.refuse(first.visitor, new Refusal(Reason.CLOSING, 0));
            }
        } finally {
            lock.unlock();
            outbox.deliver();
        }
    }

    public int waiting() {
        return order.waiting();
    }

    /** For metrics and operators: looks at every waiter, so ask now and then. */
    public RoomSnapshot snapshot() {
        lock.lock();
        try {
            return RoomSnapshot.of(order, clock.epochMillis());
        } finally {
            lock.unlock();
        }
    }

    boolean leave(Waiter<T> waiter) {
        lock.lock();
        try {
            Flow<T> flow = waiter.flow;
            if (flow == null) {
                return false;
            }
            boolean wasNext = flow.line.backlog.first() == flow && flow.waiters.first() == waiter;
            order.remove(waiter);
            if (wasNext && flow.line.waiting() > 0) {
                flow.line.tryAgain();
                askToWake();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void receive(Waiter<T> waiter, Outbox<T> outbox) {
        if (closed) {
            outbox.refuse(waiter.visitor, new Refusal(Reason.CLOSING, 0));
            return;
        }
        neighbours.attend();
        long now = waiter.enteredMillis;
        Flow<T> flow = reception.welcome(waiter);
        if (flow.line.waiting() > 0 && !flow.line.isDry(now, epoch.get())) {
            serve(now, outbox);
        }
        if (flow.line.waiting() == 0 && tried(waiter, flow, now, epoch.get(), outbox)) {
            return;
        }
        Refusal refusal = reception.refusalOf(waiter, flow);
        if (refusal != null) {
            outbox.refuse(waiter.visitor, refusal);
            return;
        }
        order.add(waiter, flow);
        setAlarm(now);
        if (!flow.line.isDry(now, epoch.get())) {
            askToWake();
        }
    }

    /** Gives what there is to those whose turn it is, then refuses those whose time is over. */
    private void serve(long now, Outbox<T> outbox) {
        long seen = epoch.get();
        int ends = 0;
        for (Flow<T> flow = order.next(now, seen); flow != null; flow = order.next(now, seen)) {
            Waiter<T> waiter = flow.waiters.first();
            if (tried(waiter, flow, now, seen, outbox) && ++ends == SLICE) {
                askToWake();
                return;
            }
        }
        for (Waiter<T> waiter = overdue(now); waiter != null; waiter = overdue(now)) {
            Flow<T> flow = order.remove(waiter);
            outbox.refuse(waiter.visitor, reception.dismiss(waiter, flow, now));
            if (++ends == SLICE) {
                askToWake();
                return;
            }
        }
    }

    /** Whether its try settled it, one way or the other; else its line is dry as far as capacity was seen to change. */
    private boolean tried(Waiter<T> waiter, Flow<T> flow, long now, long seen, Outbox<T> outbox) {
        Taking<T> taking = attempt(waiter.visitor, outbox);
        if (taking instanceof Dry<T> dry && dry.earliestMillis() != Long.MAX_VALUE) {
            flow.line.dry(dry, now, seen);
            return false;
        }
        if (waiter.flow != null) {
            order.remove(waiter);
        }
        if (taking instanceof Taken<T> taken) {
            order.charge(flow);
            long waited = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - waiter.enteredNanos);
            outbox.admit(waiter.visitor, taken.value(), waited);
        } else {
            outbox.refuse(waiter.visitor, new Refusal(Reason.NEVER, 0));
        }
        return true;
    }

    /** A visitor whose try breaks must not keep the others from being served: it counts as never. */
    private static <T> Taking<T> attempt(Visitor<T> visitor, Outbox<T> outbox) {
        try {
            return visitor.tryTake();
        } catch (RuntimeException e) {
            outbox.fault(e);
            return new Dry<>(Long.MAX_VALUE);
        }
    }

    private @Nullable Waiter<T> overdue(long now) {
        Waiter<T> first = order.firstDeadline();
        return first != null && first.deadlineMillis() <= now ? first : null;
    }

    private void askToWake() {
        if (wakeAsked.compareAndSet(false, true)) {
            timers.at(0, this::wake);
        }
    }

    private void wake() {
        wakeAsked.set(false);
        look(false);
    }

    private void ring() {
        look(true);
    }

    /** Serves whom it can; once in a while without trust in what was found dry. */
    private void look(boolean rang) {
        Outbox<T> outbox = new Outbox<>();
        lock.lock();
        try {
            if (rang) {
                alarm.rang();
            }
            long now = clock.epochMillis();
            if (Math.abs(now - recheckedMillis) >= RECHECK_MILLIS) {
                recheckedMillis = now;
                epoch.incrementAndGet();
            }
            serve(now, outbox);
            setAlarm(now);
        } finally {
            lock.unlock();
            outbox.deliver();
        }
    }

    private void setAlarm(long now) {
        Waiter<T> first = order.firstDeadline();
        if (first != null) {
            long at = Math.min(first.deadlineMillis(), now + RECHECK_MILLIS);
            alarm.by(Math.min(at, order.firstDryEndMillis()), now);
        }
    }
}
