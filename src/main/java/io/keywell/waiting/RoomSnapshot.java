package io.keywell.waiting;

import java.util.ArrayList;
import java.util.List;

/**
 * The room at one moment.
 *
 * @param waiting requests that stand in it
 * @param promised retry times that were given out, are not claimed and have not lapsed
 */
public record RoomSnapshot(int waiting, int promised, List<LineSnapshot> lines) {

    /**
     * @param oldestWaitMillis how long the request that stands longest has been waiting
     * @param expectedWaitMillis how long a newcomer would wait, to the second
     */
    public record LineSnapshot(String line, int waiting, long oldestWaitMillis, long expectedWaitMillis) {}

    static <T> RoomSnapshot of(FairOrder<T> order, long now) {
        List<LineSnapshot> lines = new ArrayList<>();
        for (Line<T> line : order.lines()) {
            long oldest = now;
            for (Flow<T> flow : line.flows.values()) {
                for (Waiter<T> waiter : flow.waiters) {
                    oldest = Math.min(oldest, waiter.enteredMillis);
                }
            }
            lines.add(new LineSnapshot(line.name, line.waiting(), now - oldest, expectedWait(line, now)));
        }
        return new RoomSnapshot(order.waiting(), order.promised(), List.copyOf(lines));
    }

    /** Asks one who waits, on behalf of a newcomer of its kind; with nobody there, the last promise tells. */
    private static <T> long expectedWait(Line<T> line, long now) {
        long at = now;
        if (line.waiting() > 0) {
            Flow<T> flow = line.backlog.last();
            Waiter<T> like = flow.waiters.last();
            at = Estimate.retryAt(like.visitor, flow, flow.outstanding() + 1, like.patienceMillis(), now);
        } else {
            for (Flow<T> flow : line.flows.values()) {
                at = Math.max(at, flow.promises.lastMillis());
            }
        }
        return Math.max(0, at - now);
    }
}
