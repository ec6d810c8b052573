package io.keywell.quota.lease;

import io.keywell.core.Dimension;
import io.keywell.core.Level;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.rule.HeldCount;
import io.keywell.quota.rule.SharedCell;
import io.keywell.quota.rule.WindowCount;
import java.util.ArrayList;
import java.util.List;

/** How a limited thing stands as far as this replica knows: the cell as last seen, and what is leased and not used. */
final class Standing {

    private Standing() {}

    /** The smallest share that is left over all dimensions, 0..1; 1 without limits. */
    static double headroom(Holdings holdings, long nowMillis) {
        SharedCell cell = look(holdings, nowMillis);
        HeldCount out = holdings.seats.out();
        double least = out.limited() ? share(out.left(), out.limit()) : 1;
        for (WindowCount window : cell.windows()) {
            if (window.limited()) {
                least = Math.min(least, share(left(holdings, cell, window, nowMillis), window.limit()));
            }
        }
        return least;
    }

    private static double share(long left, long limit) {
        return left <= 0 ? 0 : Math.min(1, (double) left / limit);
    }

    /** How many needs like this one could be granted until then if nobody else took any, at most enough. */
    static long grantable(Holdings holdings, Need need, long untilMillis, long enough, long nowMillis) {
        SharedCell cell = look(holdings, nowMillis);
        HeldCount out = holdings.seats.out();
        long least =
                out.limited() ? Math.min(enough, out.grantable(nowMillis, Math.max(nowMillis, untilMillis))) : enough;
        for (WindowCount window : cell.windows()) {
            long amount = amount(window, need);
            if (window.limited() && amount > 0) {
                boolean closed = amount > window.limit() || untilMillis < cell.closedUntil(window);
                long spare = holdings.view.spare(window.dimension);
                least = closed ? 0 : Math.min(least, window.needsBy(untilMillis, amount, spare));
            }
        }
        return least;
    }

    private static long amount(WindowCount window, Need need) {
        long amount = window.dimension.amount(need.input(), need.output());
        long most = window.limitInForce();
        return need.capped() && window.dimension.amount(need.input(), 0) <= most ? Math.min(amount, most) : amount;
    }

    /** The limited dimensions as they stand. */
    static List<Level> levels(Holdings holdings, long nowMillis) {
        SharedCell cell = look(holdings, nowMillis);
        List<Level> levels = new ArrayList<>(cell.windows().length + 1);
        for (WindowCount window : cell.windows()) {
            if (window.limited()) {
                levels.add(Level.of(
                        window.dimension,
                        window.limit(),
                        left(holdings, cell, window, nowMillis),
                        window.learned(),
                        wholeAt(holdings, window, nowMillis)));
            }
        }
        HeldCount out = holdings.seats.out();
        if (out.limited()) {
            long at = out.expectedFreeAt(nowMillis);
            levels.add(new Level(Dimension.CONCURRENT, out.limit(), out.left(), false, at));
        }
        return levels;
    }

    private static long wholeAt(Holdings holdings, WindowCount window, long nowMillis) {
        return window.sum() == holdings.view.spare(window.dimension) ? nowMillis : window.wholeAt();
    }

    private static long left(Holdings holdings, SharedCell cell, WindowCount window, long nowMillis) {
        return nowMillis < cell.closedUntil(window) ? 0 : window.free() + holdings.view.spare(window.dimension);
    }

    private static SharedCell look(Holdings holdings, long nowMillis) {
        holdings.bucket.roll(nowMillis);
        return holdings.view.at(nowMillis);
    }
}
