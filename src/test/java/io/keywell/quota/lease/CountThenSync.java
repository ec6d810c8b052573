package io.keywell.quota.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * How not to do it: replicas that count what they admit by themselves and tell each other now and then. Only here to show
 * that the arbiter would notice.
 */
final class CountThenSync {

    private final VirtualTimers time;
    private final Arbiter arbiter;
    private final Deque<Long> known = new ArrayDeque<>();
    private final Node[] nodes;
    private final long limit;

    private final class Node {
        private final Deque<Long> untold = new ArrayDeque<>();
        private long seen;

        void request() {
            long from = time.now() - 60_000;
            known.removeIf(at -> at <= from);
            untold.removeIf(at -> at <= from);
            if (Math.min(seen, known.size()) + untold.size() < limit) {
                untold.add(time.now());
                arbiter.taken(time.now(), 1);
            }
        }

        void sync(long everyMillis) {
            known.addAll(untold);
            untold.clear();
            seen = known.size();
            time.at(everyMillis, () -> sync(everyMillis));
        }
    }

    CountThenSync(VirtualTimers time, Arbiter arbiter, int replicas, long limit, long everyMillis) {
        this.time = time;
        this.arbiter = arbiter;
        this.limit = limit;
        this.nodes = new Node[replicas];
        for (int i = 0; i < replicas; i++) {
            nodes[i] = new Node();
            Node node = nodes[i];
            time.at(i * 13L, () -> node.sync(everyMillis));
        }
    }

    void run(Random random, double perSecond, long seconds) {
        long end = time.now() + seconds * 1_000;
        for (double at = time.now(); at < end; at -= Math.log(1 - random.nextDouble()) * 1_000 / perSecond) {
            while (time.next() <= at) {
                time.moveTo(time.next());
            }
            time.moveTo((long) at);
            nodes[random.nextInt(nodes.length)].request();
        }
    }
}
