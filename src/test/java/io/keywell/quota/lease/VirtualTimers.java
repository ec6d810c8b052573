package io.keywell.quota.lease;

import java.util.PriorityQueue;

/** Timers of a time that the test moves. Tasks run on the thread that moves it, in their order. */
public final class VirtualTimers implements Timers {

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long now;
    private long number;

    private record Task(long at, long number, Runnable work) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    public VirtualTimers(long now) {
        this.now = now;
    }

    @Override
    public synchronized void at(long delayMillis, Runnable task) {
        tasks.add(new Task(now + delayMillis, number++, task));
    }

    /** Runs what is due by then. Time never goes back. */
    public void moveTo(long millis) {
        for (Runnable due = due(millis); due != null; due = due(millis)) {
            due.run();
        }
    }

    private synchronized Runnable due(long millis) {
        now = Math.max(now, millis);
        Task first = tasks.peek();
        return first != null && first.at <= now ? tasks.remove().work : null;
    }

    /** When the next task is due; MAX without any. */
    synchronized long next() {
        Task first = tasks.peek();
        return first == null ? Long.MAX_VALUE : first.at;
    }

    synchronized long now() {
        return now;
    }
}
