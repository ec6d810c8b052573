package io.keywell.quota.rule;

import io.keywell.core.Dimension;
import io.keywell.core.Observation;

/** One dimension with its window: the limit, what is counted, what the provider said. Time is what {@link #advance} said last. */
public final class WindowCount {

    /** No limit: it is counted all the same, so that a limit set later knows what was used. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Limits and needs beyond this are cut, so that no sum overflows. */
    public static final long MOST = 1L << 48;

    public final Dimension dimension;
    private final ForeignUse foreign;
    private SlotRing ring;
    private long limit = UNLIMITED;
    private boolean learned;
    private long now;
    private long nextChange;

    WindowCount(Dimension dimension, WindowShape shape, long nowMillis) {
        this(dimension, new SlotRing(shape, nowMillis), new ForeignUse(), nowMillis);
    }

    private WindowCount(Dimension dimension, SlotRing ring, ForeignUse foreign, long nowMillis) {
        this.dimension = dimension;
        this.ring = ring;
        this.foreign = foreign;
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

    public long limit() {
        return limit;
    }

    public boolean limited() {
        return limit != UNLIMITED;
    }

    public WindowShape shape() {
        return ring.shape();
    }

    /** The limit as a provider has lowered it for a time. */
    public long limitInForce() {
        return limited() ? limit - foreign.lowered() : UNLIMITED;
    }

    /** The slot that time is in. */
    public long slot() {
        return ring.newest();
    }

    public boolean learned() {
        return learned;
    }

    /** A configured limit. What is counted stays counted, in a new shape as if it had all been granted now. */
    void configure(long newLimit, WindowShape shape) {
        long before = limit;
        limit = Math.min(newLimit, MOST);
        if (learned || limit != before) {
            foreign.limitReplaced();
        }
        learned = false;
        if (!shape.equals(ring.shape())) {
            SlotRing reshaped = new SlotRing(shape, now);
            if (ring.sum() + ring.ahead() > 0) {
                reshaped.add(ring.sum() + ring.ahead());
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

    /**
     * Takes the provider's word; returns whether a learned limit rose.
     *
     * @param unspent of what is counted: granted, but not used yet
     */
    boolean observe(Observation word, long unspent) {
        long before = limit;
        if (word.limit() >= 1 && (learned || !limited())) {
            limit = Math.min(word.limit(), MOST);
            learned = true;
        }
        if (limited()) {
            long end = windowEnd();
            foreign.limit(limit, word.limit(), end);
            foreign.remaining(limit, word, ring.sum() - unspent, now, end);
            planChange();
        }
        return limit > before;
    }

    /** Whether {@link #observe} would tighten anything, or change a learned limit. */
    public boolean wouldChange(Observation word, long unspent) {
        boolean learns = word.limit() >= 1 && (learned || !limited()) && Math.min(word.limit(), MOST) != limit;
        return learns || (limited() && foreign.tightens(limit, word, ring.sum() - unspent, now, windowEnd()));
    }

    /** When a window that begins now, or the calendar's present one, is over. */
    private long windowEnd() {
        WindowShape shape = ring.shape();
        return shape.slides() ? now + shape.periodMillis() : shape.freeAt(ring.newest());
    }

    /** What may be granted now; negative when more was used than the limit. */
    public long free() {
        return limited() ? limit - ring.sum() - foreign.heldBack() : UNLIMITED;
    }

    /** What may be leased now: what is granted ahead must still be right when its slot comes. */
    public long leasable() {
        return ring.ahead() == 0 ? free() : Math.min(free(), leasableAhead());
    }

    /** What may be leased for the slot after this one. */
    public long leasableAhead() {
        long heldBack =
                foreign.heldBack() - foreign.returnedBy(ring.shape().slots().start(ring.newest() + 1));
        return limited() ? limit - ring.sumAhead() - heldBack : UNLIMITED;
    }

    /** Counts a lease. */
    public void lease(long amount, boolean forNextSlot) {
        if (forNextSlot) {
            ring.addAhead(amount);
        } else {
            ring.add(amount);
        }
    }

    /** Takes unused permits back from their slot; those of a slot that no longer counts are gone anyway. */
    public long takeBack(long slot, long amount) {
        return ring.takeBack(slot, amount);
    }

    /** What is counted in a slot: the present one, one before it that still counts, or the next. */
    public long in(long slot) {
        return ring.in(slot);
    }

    /** Everything that is counted, beyond the limit too. */
    public long sum() {
        return ring.sum();
    }

    /** Remembers how much was really used at most, for the comparison with a provider's word. */
    void used(long unspent) {
        foreign.own(ring.sum() - unspent);
    }

    /** Takes over the higher count of each slot; of another shape all of it, as if it was granted now. */
    void raiseTo(WindowCount other) {
        if (other.ring.shape().equals(ring.shape())) {
            ring.raiseTo(other.ring);
        } else if (other.ring.sum() > ring.sum()) {
            ring.add(other.ring.sum() - ring.sum());
        }
    }

    /** Takes over a limit that another count had learned. */
    void learnFrom(WindowCount other) {
        if (other.learned && (learned || !limited())) {
            limit = other.limit;
            learned = true;
        }
    }

    long stamp() {
        return foreign.stamp() * 31 + limit;
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

    public void add(long amount) {
        ring.add(amount);
        foreign.own(ring.sum());
    }

    /** Counts what was granted at an earlier time, if that still counts. */
    void recall(long atMillis, long amount) {
        ring.addAt(atMillis, amount);
        foreign.own(ring.sum());
    }

    long giveBack(long grantedAtMillis, long amount) {
        return ring.giveBack(grantedAtMillis, amount);
    }

    /** When all that is counted now has left the window. */
    public long wholeAt() {
        long slot = ring.newest() + (ring.ahead() > 0 ? 1 : 0);
        return ring.sum() == 0 && ring.ahead() == 0 ? now : ring.shape().freeAt(slot);
    }

    /** The first epoch millisecond at which the amount fits if nobody else takes any; MAX = never. */
    long freeAt(long amount) {
        return freeAt(amount, 0);
    }

    /**
     * The first epoch millisecond at which the amount fits; MAX = never.
     *
     * @param elsewhere what is free beside it; negative for what is still to be counted
     */
    public long freeAt(long amount, long elsewhere) {
        if (amount == 0 || !limited() || amount <= free() + elsewhere) {
            return now;
        }
        if (amount > limit) {
            return Long.MAX_VALUE;
        }
        long at = foreign.returnTime(ring, amount - free() - elsewhere, now);
        return at == Long.MAX_VALUE ? ring.shape().freeAt(ring.newest()) : at;
    }

    /**
     * The forecast: how many needs of this amount can be granted from now until then if each is as soon as it fits. What is
     * granted at t is back a period later, so beyond one period the pattern repeats.
     */
    long needsBy(long untilMillis, long amount) {
        return needsBy(untilMillis, amount, 0);
    }

    public long needsBy(long untilMillis, long amount, long elsewhere) {
        long whole = (limit - foreign.lowered()) / amount;
        return new Forecast(ring, foreign, now).needs(Math.max(now, untilMillis), amount, free() + elsewhere, whole);
    }

    /** Whether nothing is counted and nothing is held back. */
    boolean quiet() {
        return ring.sum() == 0 && ring.ahead() == 0 && foreign.heldBack() == 0;
    }

    void write(Packed.Writer out, long nowMillis) {
        out.byteValue(dimension.ordinal());
        ring.shape().write(out);
        out.number(limited() ? limit : 0);
        out.byteValue(learned ? 1 : 0);
        ring.write(out);
        foreign.write(out, nowMillis);
    }

    static WindowCount read(Packed.Reader in, long nowMillis) {
        Dimension[] dimensions = Dimension.values();
        Dimension dimension = dimensions[in.small(dimensions.length - 1)];
        WindowShape shape = WindowShape.read(in);
        long limit = in.number();
        boolean learned = in.small(1) == 1;
        SlotRing ring = SlotRing.read(in, shape, nowMillis);
        WindowCount read = new WindowCount(dimension, ring, ForeignUse.read(in, nowMillis), nowMillis);
        read.limit = limit == 0 ? UNLIMITED : Math.min(limit, MOST);
        read.learned = learned;
        return read;
    }
}
