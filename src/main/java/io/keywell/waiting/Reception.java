package io.keywell.waiting;

import io.keywell.waiting.Refusal.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Decides at the door who may wait, tells the others when to come back, and knows them when they do. Guarded by the
 * room's lock.
 */
final class Reception<T> {

    /** How often lapsed promises are dropped. */
    private static final long SWEEP_MILLIS = 1_000;

    private final FairOrder<T> order;
    private final RoomSettings settings;
    private long sweptMillis;

    Reception(FairOrder<T> order, RoomSettings settings, long now) {
        this.order = order;
        this.settings = settings;
        this.sweptMillis = now;
    }

    /** Finds the newcomer's flow, and the promise that it was given. */
    Flow<T> welcome(Waiter<T> waiter) {
        long now = waiter.enteredMillis;
        sweep(now);
        Flow<T> flow = order.flow(waiter.visitor);
        long rank = order.claim(flow, waiter.visitor, now);
        if (rank == Promises.NONE) {
            flow.arrived();
        } else {
            waiter.returns(rank);
        }
        return flow;
    }

    /** Null = it may wait. Who was promised to be served is let in, whatever the estimate says now. */
    @Nullable
    Refusal refusalOf(Waiter<T> waiter, Flow<T> flow) {
        long now = waiter.enteredMillis;
        if (waiter.promised()) {
            return null;
        }
        if (order.waiting() >= settings.maxQueued() || flow.share.waiting >= settings.maxQueuedPerConsumer()) {
            return refuse(waiter, flow, Reason.ROOM_FULL, now);
        }
        if (flow.line.isBeingAsked()) {
            waiter.hearsTheAnswer();
        }
        long deadline = waiter.deadlineMillis();
        if (deadline > now && Estimate.servedBy(deadline, waiter.visitor, flow, flow.outstanding() + 1, now)) {
            return null;
        }
        return refuse(waiter, flow, Reason.TOO_LATE, now);
    }

    /** Its time is over. It keeps its rank: what it is promised is the next capacity. */
    Refusal dismiss(Waiter<T> waiter, Flow<T> flow, long now) {
        waiter.waitedInVain();
        return refuse(waiter, flow, Reason.TOO_LATE, now);
    }

    private Refusal refuse(Waiter<T> waiter, Flow<T> flow, Reason reason, long now) {
        boolean kept = waiter.promised();
        double nth = 1 + (kept ? flow.promisedWaiters + flow.promises.kept() : flow.outstanding());
        long at = Estimate.retryAt(waiter.visitor, flow, nth, waiter.patienceMillis(), now);
        if (at == Estimate.NEVER) {
            return new Refusal(Reason.NEVER, 0);
        }
        if (flow.promises.size() >= settings.maxPromises()) {
            return new Refusal(reason, Math.max(at, flow.promises.lastMillis()));
        }
        order.promise(flow, at, kept ? waiter.rank() : at, waiter.visitor.fingerprint(), now);
        return new Refusal(reason, at);
    }

    private void sweep(long now) {
        long passed = now - sweptMillis;
        if (passed >= SWEEP_MILLIS || passed < 0) {
            sweptMillis = now;
            order.sweep(Math.max(SWEEP_MILLIS, passed) / 1_000.0, now - settings.promiseGraceMillis());
        }
    }
}
