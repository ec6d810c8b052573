package io.keywell.governance.live;

import io.keywell.catalog.Window;
import io.keywell.core.Level;
import java.util.ArrayDeque;

/**
 * How fast one dimension of a limited thing is used, as an exponential average over about a minute. Read from what is left,
 * so that it counts what all replicas and other users of the account take.
 *
 * <p>What a sliding window gives back while it is used must be added to what it has less: of a minute's window that is
 * what was seen to be used a minute ago, of a day's window, and for what was used before the first reading, its even
 * share. Not safe for use by many threads.
 */
final class UseRate {

    /** After this time a change of the rate counts by two thirds. */
    private static final double MEMORY_SECONDS = 60;

    private record Use(long atMillis, double amount) {}

    private final Window window;
    private final ArrayDeque<Use> seen = new ArrayDeque<>();
    private long firstMillis;
    private double usedBefore;
    private long lastMillis;
    private long limit;
    private long left;
    private double perSecond;

    UseRate(Window window) {
        this.window = window;
    }

    /** Units a second; never negative. */
    double perSecond() {
        return Math.max(0, perSecond);
    }

    /** Takes a reading. */
    void read(Level level, long nowMillis) {
        if (level.limit() != limit || nowMillis < lastMillis) {
            begin(level, nowMillis);
            return;
        }
        if (nowMillis == lastMillis) {
            return;
        }
        double used = used(level, nowMillis);
        double seconds = (nowMillis - lastMillis) / 1_000.0;
        perSecond += (1 - Math.exp(-seconds / MEMORY_SECONDS)) * (used / seconds - perSecond);
        left = level.left();
        lastMillis = nowMillis;
    }

    /** The first reading, or one after another limit: what was used is taken as used evenly. */
    private void begin(Level level, long nowMillis) {
        seen.clear();
        limit = level.limit();
        left = level.left();
        firstMillis = nowMillis;
        lastMillis = nowMillis;
        usedBefore = Math.max(0, limit - left);
        boolean slides = Calendar.nextReset(level.dimension(), window, nowMillis) == Calendar.NEVER;
        perSecond = slides && !level.dimension().isLong()
                ? usedBefore * 1_000 / Calendar.lengthMillis(level.dimension())
                : perSecond;
    }

    private double used(Level level, long nowMillis) {
        long reset = Calendar.nextReset(level.dimension(), window, lastMillis);
        if (reset <= nowMillis) {
            return Math.max(0, limit - level.left());
        }
        if (reset != Calendar.NEVER) {
            return left - level.left();
        }
        double used = left - level.left() + returned(level, nowMillis);
        if (!level.dimension().isLong()) {
            seen.add(new Use(nowMillis, used));
        }
        return used;
    }

    private double returned(Level level, long nowMillis) {
        double length = Calendar.lengthMillis(level.dimension());
        if (level.dimension().isLong()) {
            return (limit - left) * (nowMillis - lastMillis) / length;
        }
        double over = Math.min(nowMillis, firstMillis + length) - Math.min(lastMillis, firstMillis + length);
        double returned = usedBefore * over / length;
        while (!seen.isEmpty() && seen.getFirst().atMillis() <= nowMillis - length) {
            returned += seen.removeFirst().amount();
        }
        return returned;
    }
}
