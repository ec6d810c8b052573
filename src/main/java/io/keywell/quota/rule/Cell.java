package io.keywell.quota.rule;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.Level;
import io.keywell.core.Observation;
import io.keywell.quota.Decision.Denied;
import io.keywell.quota.QuotaAccount.Need;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All dimensions of one limited thing. A request is counted in every dimension or in none, so that they cannot
 * disagree. A mutable value: not safe for threads, knows no clock; time is a parameter, in epoch milliseconds.
 *
 * <p>Time may step back. By a little (a correction, or two threads that read the clock and come in the other order): the
 * cell stays at the latest time it saw, and so grants rather later than too early. By more than
 * {@value #STEP_MILLIS} ms: the clock was corrected, and everything counted is renumbered to its time. What was granted
 * before such a step is not given back any more, as its slot cannot be found; it leaves with its window.
 */
public final class Cell {

    private static final long STEP_MILLIS = 10_000;

    private final Windows windows;
    private final HeldCount held = new HeldCount();
    private long now = Long.MIN_VALUE;
    private int generation;

    public Cell(Precision precision) {
        this.windows = new Windows(precision);
    }

    /** Puts limits in force; what is counted stays counted. Returns whether a limit rose or went away. */
    public boolean limit(Limits limits, long nowMillis) {
        advance(nowMillis);
        boolean rose = limitHeld(limits);
        return windows.limit(limits, now) | rose;
    }

    private boolean limitHeld(Limits limits) {
        Limits.Limit configured = Windows.limit(limits, Dimension.CONCURRENT);
        long before = held.limit();
        held.limit(configured == null ? WindowCount.UNLIMITED : Math.min(configured.amount(), WindowCount.MOST));
        return held.limit() > before;
    }

    /** Takes the need from every dimension, or returns null and takes nothing. */
    public @Nullable Grant grant(Need need, long nowMillis) {
        advance(nowMillis);
        long input = cut(need.input());
        long output = cut(need.output());
        if (!held.fits()) {
            return null;
        }
        for (WindowCount window : windows.all) {
            if (!window.fits(window.amount(input, output, need.capped()))) {
                return null;
            }
        }
        int counted = 0;
        long[] cut = null;
        for (WindowCount window : windows.all) {
            long amount = window.amount(input, output, need.capped());
            if (amount < window.dimension.amount(input, output)) {
                cut = cut == null ? amounts(input, output) : cut;
                cut[window.dimension.ordinal()] = amount;
            }
            window.add(amount);
            counted |= 1 << window.dimension.ordinal();
        }
        held.take();
        return new Grant(now, generation, counted, input, output, cut);
    }

    private static long[] amounts(long input, long output) {
        Dimension[] dimensions = Dimension.values();
        long[] amounts = new long[dimensions.length];
        for (Dimension dimension : dimensions) {
            amounts[dimension.ordinal()] = dimension.amount(input, output);
        }
        return amounts;
    }

    /** Why {@link #grant} returned null just now, and until when: the exhausted dimension that is free last. */
    public Denied denial(Need need) {
        Dimension last = Dimension.CONCURRENT;
        long at = held.expectedFreeAt(now);
        for (WindowCount window : windows.all) {
            long free = window.freeAt(window.amount(cut(need.input()), cut(need.output()), need.capped()));
            if (free > at) {
                last = window.dimension;
                at = free;
            }
        }
        return new Denied(last, at);
    }

    /**
     * Ends a grant whose request was sent. What was reserved too much goes back into its slot if that still counts; what
     * was used beyond the reservation is counted now, beyond the limit too, and makes later grants wait. Returns whether
     * anything limited came back.
     */
    public boolean settle(Grant grant, long inputTokens, long outputTokens, long nowMillis) {
        advance(nowMillis);
        if (grant.generation == generation) {
            held.sample(now - grant.atMillis);
        }
        return end(grant, cut(inputTokens), cut(outputTokens), false);
    }

    /** Counts a request again that leaves late: half of the guard is for the way to who counts. */
    public void sending(Grant grant, long nowMillis) {
        for (WindowCount window : windows.all) {
            long guard = window.shape().guardMillis();
            if (guard > 0 && 2 * (nowMillis - grant.atMillis) > guard && grant.countedIn(window.dimension)) {
                advance(nowMillis);
                window.add(grant.taken(window.dimension));
            }
        }
    }

    /** Ends a grant whose request was never sent: everything goes back. Returns whether anything limited came back. */
    public boolean release(Grant grant, long nowMillis) {
        advance(nowMillis);
        return end(grant, 0, 0, true);
    }

    private boolean end(Grant grant, long input, long output, boolean unsent) {
        held.end();
        boolean freed = held.limited();
        for (WindowCount window : windows.all) {
            Dimension dimension = window.dimension;
            if (grant.countedIn(dimension)) {
                long more = (unsent ? 0 : dimension.amount(input, output)) - grant.taken(dimension);
                if (more > 0) {
                    window.add(more);
                } else if (more < 0 && grant.generation == generation) {
                    freed |= window.giveBack(grant.atMillis, -more) > 0 && window.limited();
                }
            }
        }
        return freed;
    }

    /**
     * Takes a provider's word. Concurrency is counted by us alone: no provider tells it. Returns whether a limit rose.
     */
    public boolean observe(Observation word, long nowMillis) {
        advance(nowMillis);
        Dimension dimension = word.dimension();
        boolean tells = word.limit() >= 1 || word.remaining() >= 0;
        if (!tells || dimension == Dimension.CONCURRENT) {
            return false;
        }
        return windows.of(dimension, WindowShape.of(dimension, Window.SLIDING, windows.precision()), now)
                .observe(word, 0);
    }

    /** How many more grants may be out at once. */
    public long heldLeft() {
        return held.left();
    }

    /** Counts what was granted elsewhere, beyond the limit too. */
    public void charge(Dimension dimension, long amount, long nowMillis) {
        advance(nowMillis);
        WindowCount window = windows.find(dimension);
        if (window != null) {
            window.add(amount);
        }
    }

    /** Counts what was granted at an earlier time, beyond the limit too, as far as it still counts. */
    public void recall(Dimension dimension, long amount, long atMillis, long nowMillis) {
        advance(nowMillis);
        WindowCount window = windows.find(dimension);
        if (window != null) {
            window.recall(atMillis, cut(amount));
        }
    }

    /** The smallest share that is left over all dimensions, 0..1; 1 without limits. */
    public double headroom(long nowMillis) {
        advance(nowMillis);
        double least = held.limited() ? share(held.limit() - held.held(), held.limit()) : 1;
        for (WindowCount window : windows.all) {
            if (window.limited()) {
                least = Math.min(least, share(window.free(), window.limit()));
            }
        }
        return least;
    }

    private static double share(long left, long limit) {
        return left <= 0 ? 0 : (double) left / limit;
    }

    /** How many needs like this one could be granted from now until then if nobody else took any, at most enough. */
    public long grantable(Need need, long untilMillis, long enough, long nowMillis) {
        advance(nowMillis);
        long least = held.limited() ? Math.min(enough, held.grantable(now, Math.max(now, untilMillis))) : enough;
        for (WindowCount window : windows.all) {
            long amount = window.amount(cut(need.input()), cut(need.output()), need.capped());
            if (window.limited() && amount > 0) {
                least = amount > window.limit() ? 0 : Math.min(least, window.needsBy(untilMillis, amount));
            }
        }
        return least;
    }

    /** The limited dimensions as they stand. */
    public List<Level> levels(long nowMillis) {
        advance(nowMillis);
        List<Level> levels = new ArrayList<>(windows.all.length + 1);
        for (WindowCount window : windows.all) {
            if (window.limited()) {
                levels.add(
                        Level.of(window.dimension, window.limit(), window.free(), window.learned(), window.wholeAt()));
            }
        }
        if (held.limited()) {
            long left = Math.max(0, held.limit() - held.held());
            levels.add(new Level(Dimension.CONCURRENT, held.limit(), left, false, held.expectedFreeAt(now)));
        }
        return levels;
    }

    /** Whether nothing is counted and no grant is out: it could be forgotten without anybody noticing. */
    public boolean quiet(long nowMillis) {
        advance(nowMillis);
        boolean quiet = held.held() == 0;
        for (WindowCount window : windows.all) {
            quiet &= window.quiet();
        }
        return quiet;
    }

    private void advance(long nowMillis) {
        if (now - nowMillis > STEP_MILLIS && now != Long.MIN_VALUE) {
            long back = now - nowMillis;
            for (WindowCount window : windows.all) {
                window.stepBack(back);
            }
            now = nowMillis;
            generation++;
        }
        now = Math.max(now, nowMillis);
        windows.advance(now);
    }

    private static long cut(long tokens) {
        return Math.max(0, Math.min(tokens, WindowCount.MOST));
    }
}
