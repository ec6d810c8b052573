package io.keywell.quota.lease;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which state the cluster holds. A cluster that lost everything gets a new one. A cluster that went back to an older state
 * is known by its beat.
 *
 * @param id random
 * @param openAtMillis epoch milliseconds before which nothing is granted: who remembers another state has until then to
 *     say so
 * @param lostAtMillis epoch milliseconds at which somebody noticed that state was lost; 0 = nobody knows of any
 * @param beatMillis epoch milliseconds at which a replica wrote it last. Never goes back unless the state does
 */
record Incarnation(long id, long openAtMillis, long lostAtMillis, long beatMillis) {

    private static final byte FORMAT = 2;
    private static final int LENGTH = 1 + 5 * Long.BYTES;

    /** @param writer the replica: no two write the same value */
    byte[] encode(long writer) {
        return ByteBuffer.allocate(LENGTH)
                .put(FORMAT)
                .putLong(writer)
                .putLong(id)
                .putLong(openAtMillis)
                .putLong(lostAtMillis)
                .putLong(beatMillis)
                .array();
    }

    /** Throws {@link IllegalArgumentException} when the bytes are none. */
    static Incarnation decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length != LENGTH || in.get() != FORMAT) {
            throw new IllegalArgumentException("not an incarnation of format " + FORMAT);
        }
        in.getLong();
        return new Incarnation(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    Incarnation lostAt(long millis) {
        return new Incarnation(id, openAtMillis, Math.max(lostAtMillis, millis), beatMillis);
    }

    Incarnation beatAt(long millis) {
        return new Incarnation(id, openAtMillis, lostAtMillis, Math.max(beatMillis, millis));
    }

    /** Whether it is the same one that was seen earlier, and older than it was then. */
    boolean isBehind(Incarnation seen) {
        return id == seen.id && beatMillis < seen.beatMillis;
    }

    /** Whether anything but the beat differs. */
    boolean isNewsTo(@Nullable Incarnation other) {
        return other == null || !beatAt(Long.MAX_VALUE).equals(other.beatAt(Long.MAX_VALUE));
    }
}
