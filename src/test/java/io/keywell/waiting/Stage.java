package io.keywell.waiting;

import io.keywell.core.Clock;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: a clock and timers that move only when the test says so. One thread. */
final class Stage implements Clock, Timers {

    static final long START = 1_700_000_000_000L;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now = START;
    private long numbers;
    private int alarms;

    @Override
    public long epochMillis() {
        return now;
    }

    @Override
    public long nanoTime() {
        return now * 1_000_000;
    }

    @Override
    public Cancel at(long delayMillis, Runnable task) {
        Event event = new Event(now + delayMillis, numbers++, task);
        events.add(event);
        alarms++;
        return () -> events.remove(event);
    }

    /** How many timers were ever asked for. */
    int alarms() {
        return alarms;
    }

    int pending() {
        return events.size();
    }

    void plan(long atMillis, Runnable task) {
        events.add(new Event(atMillis, numbers++, task));
    }

    void pass(long millis) {
        until(now + millis);
    }

    void until(long atMillis) {
        while (!events.isEmpty() && events.peek().at <= atMillis) {
            Event event = events.poll();
            now = Math.max(now, event.at);
            event.task.run();
        }
        now = Math.max(now, atMillis);
    }

    private record Event(long at, long number, Runnable task) {}
}
