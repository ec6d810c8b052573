package io.keywell.quota.lease;

import static org.assertj.core.api.Assertions.fail;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.core.Dimension;
import io.keywell.quota.rule.Precision;
import io.keywell.quota.rule.SharedCell;
import io.keywell.quota.rule.WindowCount;
import io.keywell.quota.rule.WindowShape;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts by itself what is used, and holds every step against what must always be so: no window of slots has more granted
 * or used than its limit, nothing is used that is not granted, no two writes are the same.
 */
final class Arbiter {

    private final String name;
    private final Precision precision;
    private final Map<Dimension, Window> windows = new HashMap<>();
    private final Set<ByteBuffer> values = new HashSet<>();
    private final long mostOut;
    private long out;
    private boolean stateLost;

    /** Amounts by slot; a schedule is over before a number comes around again. */
    private static final class Counts {
        private final long[] bySlot = new long[1_024];

        long in(long slot) {
            return bySlot[(int) (slot & 1_023)];
        }

        void set(long slot, long amount) {
            bySlot[(int) (slot & 1_023)] = amount;
        }
    }

    private static final class Window {
        final WindowShape shape;
        final long limit;
        final Counts used = new Counts();
        final Counts granted = new Counts();

        Window(Limit limit, Precision precision) {
            this.shape = WindowShape.of(limit.dimension(), limit.window(), precision);
            this.limit = limit.amount();
        }

        /** The most in any window that holds the slot. */
        long most(Counts of, long slot) {
            long guard = shape.guardMillis() == 0 ? 0 : shape.slots().within(shape.guardMillis());
            long length = shape.lookBack() + guard;
            long most = 0;
            for (long last = slot; last <= Math.min(slot + length, slot + 3); last++) {
                long sum = 0;
                for (long each = last - length; each <= last; each++) {
                    sum += of.in(each);
                }
                most = Math.max(most, sum);
            }
            return most;
        }
    }

    Arbiter(String name, Limits limits, Precision precision) {
        this.name = name;
        this.precision = precision;
        long seats = Long.MAX_VALUE;
        for (Limit limit : limits.all()) {
            if (limit.dimension() == Dimension.CONCURRENT) {
                seats = limit.amount();
            } else {
                windows.put(limit.dimension(), new Window(limit, precision));
            }
        }
        this.mostOut = seats;
    }

    /** From now on the cell does not know all that was granted, but still nothing may be used beyond the limit. */
    void stateLost() {
        stateLost = true;
    }

    void written(byte[] value) {
        if (!values.add(ByteBuffer.wrap(value))) {
            fail(name + ": a value was written twice");
        }
        SharedCell cell = SharedCell.decode(value, precision);
        for (WindowCount count : cell.windows()) {
            Window window = windows.get(count.dimension);
            long newest = count.slot() + 1;
            for (long slot = newest - window.shape.lookBack() - 2; slot <= newest; slot++) {
                window.granted.set(slot, count.in(slot));
            }
            long most = Math.max(window.most(window.granted, newest), window.most(window.granted, newest - 1));
            if (!stateLost && most > window.limit) {
                fail(name + ": " + most + " granted in a window of " + count.dimension);
            }
            for (long slot = newest - window.shape.lookBack(); slot <= newest; slot++) {
                check(window, count.dimension, slot);
            }
        }
    }

    private void check(Window window, Dimension dimension, long slot) {
        long used = window.used.in(slot);
        if (!stateLost && used > window.granted.in(slot)) {
            fail(name + ": " + used + " used in slot " + slot + " of " + dimension + ", granted "
                    + window.granted.in(slot));
        }
    }

    void taken(long atMillis, long tokens) {
        out++;
        if (out > mostOut) {
            fail(name + ": " + out + " out at once");
        }
        windows.forEach((dimension, window) -> {
            long slot = window.shape.slots().at(atMillis);
            window.used.set(slot, window.used.in(slot) + dimension.amount(tokens, 0));
            check(window, dimension, slot);
            long most = window.most(window.used, slot);
            if (most > window.limit) {
                fail(name + ": " + most + " used in a window of " + dimension + ", the limit is " + window.limit);
            }
        });
    }

    /** A permit is about to end. */
    void ending(long takenAtMillis, long tokensBack, boolean unsent) {
        out--;
        windows.forEach((dimension, window) -> {
            long slot = window.shape.slots().at(takenAtMillis);
            boolean requests = dimension == Dimension.REQUESTS_PER_MINUTE || dimension == Dimension.REQUESTS_PER_DAY;
            long back = requests ? (unsent ? 1 : 0) : tokensBack;
            window.used.set(slot, window.used.in(slot) - back);
        });
    }

    /** Requests that were out on a replica that died. */
    void died(long permits) {
        out -= permits;
    }

    /** What was used between two times, of the limit for so long. */
    double utilisation(long fromMillis, long untilMillis) {
        Window window = windows.get(Dimension.REQUESTS_PER_MINUTE);
        long used = 0;
        long last = window.shape.slots().at(untilMillis - 1);
        for (long slot = window.shape.slots().at(fromMillis); slot <= last; slot++) {
            used += window.used.in(slot);
        }
        return used / (window.limit * (untilMillis - fromMillis) / 60_000.0);
    }
}
