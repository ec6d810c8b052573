package io.keywell.quota.rule;

import io.keywell.core.Dimension;
import io.keywell.core.Observation;

/** One dimension with its window: the limit, what is counted, what the provider said. Time is what {@link #advance} said last. */
final class WindowCount {

    /** No limit: it is counted all the same, so that a limit set later knows what was used. */
    static final long UNLIMITED = Long.MAX_VALUE;

    /** Limits and needs beyond this are cut, so that no sum overflows. */
    static final long MOST = 1L << 48;

    final Dimension dimension;
    private final ForeignUse foreign = new ForeignUse();
    private SlotRing ring;
    private long limit = UNLIMITED;
    private boolean learned;
    private long now;
    private long nextChange;

    WindowCount(Dimension dimension, WindowShape shape, long nowMillis) {
        this.dimension = dimension;
        this.ring = new SlotRing(shape, nowMillis);
        this.now = nowMillis;
    }

    void advance(long nowMillis) {
        now = nowMillis;
        if (nowMillis >= nextChange) {
            long sumBefore = ring.sum();
            ring.advance(nowMillis);
            foreign.advance(nowMillis, sumBefore, ring.sum());
            planChange();
        }
    }

    private void planChange() {
        nextChange = Math.min(ring.nextChange(), foreign.nextChange());
    }

    /** The clock was set back; {@link #advance} with the corrected time follows. */
    void stepBack(long millis) {
        ring.stepBack(millis);
        foreign.stepBack(millis);
        nextChange = Long.MIN_VALUE;
    }

    long limit() {
        return limit;
    }

    boolean limited() {
        return limit != UNLIMITED;
    }

    boolean learned() {
        return learned;
    }

    /** A configured limit. What is counted stays counted, in a new shape as if it had all been granted now. */
    void configure(long newLimit, WindowShape shape) {
        limit = Math.min(newLimit, MOST);
        learned = false;
        foreign.limitReplaced();
        if (!shape.equals(ring.shape())) {
            SlotRing reshaped = new SlotRing(shape, now);
            if (ring.sum() > 0) {
                reshaped.add(ring.sum());
            }
            ring = reshaped;
        }
        planChange();
    }

    /** The configured limit is gone. */
    void unlimit() {
        limit = UNLIMITED;
        foreign.limitReplaced();
        planChange();
    }

    /** Takes the provider's word; returns whether a learned limit rose. */
    boolean observe(Observation word) {
        long before = limit;
        if (word.limit() >= 1 && (learned || !limited())) {
            limit = Math.min(word.limit(), MOST);
            learned = true;
        }
        if (limited()) {
            long end = windowEnd();
            foreign.limit(limit, word.limit(), end);
            foreign.remaining(limit, word, ring.sum(), now, end);
            planChange();
        }
        return limit > before;
    }

    /** When a window that begins now, or the calendar's present one, is over. */
    private long windowEnd() {
        WindowShape shape = ring.shape();
        return shape.slides() ? now + shape.periodMillis() : shape.freeAt(ring.newest());
    }

    /** What may be granted now; negative when more was used than the limit. */
    long free() {
        return limited() ? limit - ring.sum() - foreign.heldBack() : UNLIMITED;
    }

    /** What a need takes here: its amount, or the whole limit in force if just its guessed output goes beyond it. */
    long amount(long input, long output, boolean capped) {
        long amount = dimension.amount(input, output);
        long most = limit - foreign.lowered();
        return capped && dimension.amount(input, 0) <= most ? Math.min(amount, most) : amount;
    }

    /** A need of nothing always fits, also beyond the limit. */
    boolean fits(long amount) {
        return amount == 0 || amount <= free();
    }

    void add(long amount) {
        ring.add(amount);
        foreign.own(ring.sum());
    }

    long giveBack(long grantedAtMillis, long amount) {
        return ring.giveBack(grantedAtMillis, amount);
    }

    /** When all that is counted now has left the window. */
    long wholeAt() {
        return ring.sum() == 0 ? now : ring.shape().freeAt(ring.newest());
    }

    /** The first epoch millisecond at which the amount fits if nobody else takes any; MAX = never. */
    long freeAt(long amount) {
        if (fits(amount)) {
            return now;
        }
        return amount > limit ? Long.MAX_VALUE : foreign.returnTime(ring, amount - free(), now);
    }

    /**
     * The forecast: how many needs of this amount can be granted from now until then if each is as soon as it fits. What is
     * granted at t is back a period later, so beyond one period the pattern repeats.
     */
    long needsBy(long untilMillis, long amount) {
        long until = Math.max(now, untilMillis);
        WindowShape shape = ring.shape();
        long whole = (limit - foreign.lowered()) / amount;
        if (!shape.slides()) {
            long starts = shape.slots().at(until) - ring.newest();
            long present = starts > 0 ? free() : free() + foreign.returnedBy(until);
            return Math.max(0, present) / amount + saturatedProduct(whole, Math.max(0, starts));
        }
        long periods = (until - now) / shape.periodMillis();
        long rest = now + (until - now) % shape.periodMillis();
        long present = free() + ring.returnedBy(rest) + foreign.returnedBy(rest);
        return Math.max(0, present) / amount + saturatedProduct(whole, periods);
    }

    /** Whether nothing is counted and nothing is held back. */
    boolean quiet() {
        return ring.sum() == 0 && foreign.heldBack() == 0;
    }

    /** Of two amounts that are not negative; stops well below overflow. */
    static long saturatedProduct(long a, long b) {
        long most = 1L << 60;
        return a == 0 || b <= most / a ? a * b : most;
    }
}
