package io.keywell.waiting;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a replica tells the others of its waiting room.
 *
 * @param epoch differs after a restart: counts began anew
 * @param sequence grows from note to note, so that one that was overtaken is known
 * @param promises given lately
 * @param claimed keys of promises of others that were taken up here lately
 */
record NeighbourNote(
        long epoch, long sequence, List<NotedLine> lines, List<NotedPromise> promises, List<Long> claimed) {

    /** Stands for all consumers of a line that do not fit into the note. */
    static final long REST = 0;

    static final NeighbourNote EMPTY = new NeighbourNote(0, 0, List.of(), List.of(), List.of());

    NeighbourNote {
        lines = List.copyOf(lines);
        promises = List.copyOf(promises);
        claimed = List.copyOf(claimed);
    }

    /** Nobody waits and there is nothing to tell. */
    boolean isEmpty() {
        return lines.isEmpty() && promises.isEmpty() && claimed.isEmpty();
    }

    /** Names a consumer in notes: every replica finds the same number, never {@link #REST}. */
    static long id(String consumer) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : consumer.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash == REST ? 1 : hash;
    }

    /**
     * A retry time that was told.
     *
     * @param key made of line, consumer and fingerprint
     * @param atMillis epoch milliseconds
     * @param rank its order among the promised, no later than its time
     */
    record NotedPromise(long key, long atMillis, long rank) {}

    /** @param served requests that were ever served in the line, through the room */
    record NotedLine(String name, long served, List<Noted> consumers) {

        NotedLine {
            consumers = List.copyOf(consumers);
        }
    }

    /**
     * One consumer in one line.
     *
     * @param weight its share; of the rest the sum
     * @param present what it could use within {@link Picture#HORIZON_SECONDS}, in requests: those that wait, are about to
     *     come back or were just served
     * @param away requests that were told to come back later
     * @param served requests that were ever served; of the rest 0
     */
    record Noted(long consumer, int weight, double present, double away, long served) {

        double wants() {
            return present + away;
        }
    }
}
