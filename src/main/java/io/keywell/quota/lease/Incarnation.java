package io.keywell.quota.lease;

import java.nio.ByteBuffer;

/**
 * Which state the cluster holds. A cluster that lost everything gets a new one.
 *
 * @param id random
 * @param openAtMillis epoch milliseconds before which nothing is granted: who remembers another state has until then to
 *     say so
 * @param lostAtMillis epoch milliseconds at which somebody noticed that state was lost; 0 = nobody knows of any
 */
record Incarnation(long id, long openAtMillis, long lostAtMillis) {

    private static final byte FORMAT = 1;
    private static final int LENGTH = 1 + 4 * Long.BYTES;

    /** @param writer the replica: no two write the same value */
    byte[] encode(long writer) {
        return ByteBuffer.allocate(LENGTH)
                .put(FORMAT)
                .putLong(writer)
                .putLong(id)
                .putLong(openAtMillis)
                .putLong(lostAtMillis)
                .array();
    }

    /** Throws {@link IllegalArgumentException} when the bytes are none. */
    static Incarnation decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length != LENGTH || in.get() != FORMAT) {
            throw new IllegalArgumentException("not an incarnation of format " + FORMAT);
        }
        in.getLong();
        return new Incarnation(in.getLong(), in.getLong(), in.getLong());
    }

    Incarnation lostAt(long millis) {
        return new Incarnation(id, openAtMillis, Math.max(lostAtMillis, millis));
    }
}
