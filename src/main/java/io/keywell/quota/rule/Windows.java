package io.keywell.quota.rule;

import io.keywell.catalog.Limits;
import io.keywell.core.Dimension;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The windows of one limited thing: one for each dimension that has a limit, or had one. */
final class Windows {

    private final Precision precision;
    WindowCount[] all = {};

    Windows(Precision precision) {
        this.precision = precision;
    }

    Precision precision() {
        return precision;
    }

    /** Puts limits in force; what is counted stays counted. Returns whether a limit rose or went away. */
    boolean limit(Limits limits, long nowMillis) {
        boolean rose = false;
        for (WindowCount window : all) {
            if (window.limited() && !window.learned() && limit(limits, window.dimension) == null) {
                window.unlimit();
                rose = true;
            }
        }
        for (Limits.Limit limit : limits.all()) {
            if (limit.dimension() != Dimension.CONCURRENT) {
                rose |= limit(limit, nowMillis);
            }
        }
        return rose;
    }

    private boolean limit(Limits.Limit limit, long nowMillis) {
        WindowShape shape = WindowShape.of(limit.dimension(), limit.window(), precision);
        WindowCount window = of(limit.dimension(), shape, nowMillis);
        long before = window.limit();
        window.configure(limit.amount(), shape);
        return window.limit() > before;
    }

    static Limits.@Nullable Limit limit(Limits limits, Dimension dimension) {
        for (Limits.Limit limit : limits.all()) {
            if (limit.dimension() == dimension) {
                return limit;
            }
        }
        return null;
    }

    @Nullable
    WindowCount find(Dimension dimension) {
        for (WindowCount window : all) {
            if (window.dimension == dimension) {
                return window;
            }
        }
        return null;
    }

    /** That of the dimension, made if there is none. */
    WindowCount of(Dimension dimension, WindowShape shape, long nowMillis) {
        WindowCount present = find(dimension);
        if (present != null) {
            return present;
        }
        WindowCount added = new WindowCount(dimension, shape, nowMillis);
        added.advance(nowMillis);
        add(added);
        return added;
    }

    void add(WindowCount window) {
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = window;
    }

    void advance(long nowMillis) {
        for (WindowCount window : all) {
            window.advance(nowMillis);
        }
    }
}
