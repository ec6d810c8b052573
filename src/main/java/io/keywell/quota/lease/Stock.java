package io.keywell.quota.lease;

import io.keywell.core.Dimension;
import io.keywell.quota.rule.WindowCount;
import io.keywell.quota.rule.WindowShape;

/**
 * One dimension of a replica's bucket: permits of the present slot, permits leased ahead for the next one, and what the
 * shared cell still has to be told. A permit is used inside its slot or not at all.
 */
final class Stock {

    final Dimension dimension;

    /** Leased and not used, by slot: the cell may have them back. */
    final SlotAmounts unspent = new SlotAmounts();

    /** Used without a lease, by slot: while there was no limit, or no cluster. */
    final SlotAmounts loose = new SlotAmounts();

    private WindowShape shape;
    private boolean limited;
    private long most;

    /** What was granted before this time was counted in another way and is not given back. */
    private long sinceMillis;

    /** Counts how often slots got other numbers. */
    private int generation;

    private long slot;
    private long startMillis;
    private long endMillis;
    private long have;
    private long nextSlot;
    private long next;
    private long low;

    /** Leased for the present slot, used or not, and not given up. */
    private long drawn;

    /** Used beyond what was leased. */
    private long owed;

    Stock(WindowCount window, long nowMillis) {
        this.dimension = window.dimension;
        this.shape = window.shape();
        this.limited = window.limited();
        this.most = window.limitInForce();
        this.sinceMillis = nowMillis;
        moveTo(nowMillis);
    }

    /** Takes over the limit and the shape of the window as they are now. */
    void follow(WindowCount window, long nowMillis) {
        if (!shape.equals(window.shape())) {
            reshape(window.shape(), nowMillis);
        }
        if (limited != window.limited()) {
            handBack();
            sinceMillis = nowMillis;
            limited = window.limited();
        }
        if (window.limitInForce() < most) {
            handBack();
        }
        most = window.limitInForce();
    }

    /** The limit is gone, the cell counts nothing here any more. */
    void unlimit(long nowMillis) {
        if (limited) {
            handBack();
            sinceMillis = nowMillis;
            limited = false;
            most = WindowCount.UNLIMITED;
        }
    }

    /** The cell counts all of the old shape as granted now: nothing of it can be given back. */
    private void reshape(WindowShape newShape, long nowMillis) {
        have = 0;
        next = 0;
        unspent.clear();
        owed += loose.total();
        loose.clear();
        shape = newShape;
        generation++;
        sinceMillis = nowMillis;
        moveTo(nowMillis);
    }

    /** The clock was corrected: no slot can be found again. */
    void restart(long nowMillis) {
        reshape(shape, nowMillis);
    }

    void roll(long nowMillis) {
        if (nowMillis < endMillis) {
            return;
        }
        handBackBeyond(0);
        moveTo(nowMillis);
        long gone = shape.goneAt(nowMillis);
        unspent.forgetUpTo(gone);
        loose.forgetUpTo(gone);
        if (next > 0 && nextSlot <= slot) {
            long leased = next;
            next = 0;
            credit(nextSlot, leased);
        }
    }

    private void moveTo(long nowMillis) {
        slot = shape.slots().at(nowMillis);
        startMillis = shape.slots().start(slot);
        endMillis = shape.slots().start(slot + 1);
        drawn = 0;
    }

    private void putBack(long ofSlot, long amount) {
        if (amount > 0) {
            unspent.add(ofSlot, amount);
            drawn -= ofSlot == slot ? amount : 0;
        }
    }

    /** Gives up what is not used yet of the present slot; that of the next one when its limit has gone. */
    private void handBack() {
        handBackBeyond(0);
        putBack(nextSlot, next);
        next = 0;
    }

    /** Gives up what is beyond this much. */
    void handBackBeyond(long kept) {
        if (have > kept) {
            putBack(slot, have - kept);
            have = kept;
        }
    }

    /** What a need takes: its amount, or the whole limit in force if just its guessed output goes beyond it. */
    long amount(long input, long output, boolean capped) {
        long amount = dimension.amount(input, output);
        return capped && amount > most && dimension.amount(input, 0) <= most ? most : amount;
    }

    /** A need of nothing always fits. */
    boolean fits(long amount) {
        return amount <= have || amount == 0 || !limited;
    }

    void take(long amount) {
        if (limited) {
            have -= amount;
        } else {
            loose.add(slot, amount);
        }
    }

    /** Counts what is used without a lease. */
    void takeLoose(long amount) {
        loose.add(slot, amount);
    }

    /** Less was used than taken; returns whether a limited thing came back. */
    boolean giveBack(long grantedAtMillis, long amount) {
        if (grantedAtMillis < sinceMillis) {
            return false;
        }
        long of = grantedAtMillis >= startMillis ? slot : shape.slots().at(grantedAtMillis);
        if (!limited) {
            loose.take(of, amount);
            return false;
        }
        if (of == slot) {
            long paid = Math.min(owed, amount);
            owed -= paid;
            have += amount - paid;
        } else if (of > shape.goneAt(startMillis)) {
            putBack(of, amount);
        } else {
            return false;
        }
        return true;
    }

    /** Half of the guard is for the way to who counts. */
    boolean isLate(long grantedAtMillis, long nowMillis) {
        return 2 * (nowMillis - grantedAtMillis) > shape.guardMillis() && shape.guardMillis() > 0;
    }

    /** More was used than taken. */
    void takeMore(long amount) {
        if (limited) {
            long here = Math.min(have, amount);
            have -= here;
            owed += amount - here;
        } else {
            loose.add(slot, amount);
        }
    }

    /** A lease for a slot; of one that is over it goes back. */
    void credit(long ofSlot, long amount) {
        if (ofSlot == slot) {
            have += amount;
            drawn += amount;
        } else if (ofSlot < slot) {
            putBack(ofSlot, amount);
        } else if (ofSlot == nextSlot || next == 0) {
            nextSlot = ofSlot;
            next += amount;
        } else {
            putBack(Math.min(ofSlot, nextSlot), ofSlot > nextSlot ? next : amount);
            next = ofSlot > nextSlot ? amount : next;
            nextSlot = Math.max(ofSlot, nextSlot);
        }
    }

    /** Everything that was used without a lease is owed from now on; returns what is owed and owes it no more. */
    long takeOwed() {
        if (!limited) {
            return 0;
        }
        long all = owed + loose.total();
        owed = 0;
        loose.clear();
        return all;
    }

    void owe(long amount) {
        owed += amount;
    }

    boolean owes() {
        return limited && (owed > 0 || !loose.isEmpty());
    }

    int generation() {
        return generation;
    }

    boolean limited() {
        return limited;
    }

    WindowShape shape() {
        return shape;
    }

    long slot() {
        return slot;
    }

    long endMillis() {
        return endMillis;
    }

    long slotMillis() {
        return endMillis - startMillis;
    }

    long have() {
        return have;
    }

    long drawn() {
        return drawn;
    }

    /** What is leased for a slot. */
    long have(long ofSlot) {
        return ofSlot == slot ? have : ofSlot == nextSlot ? next : 0;
    }

    void lowBelow(long amount) {
        low = amount;
    }

    boolean isLow() {
        return limited && have < low;
    }

    /** What the cell counts as used and is not. */
    long spare() {
        return have + unspent.total() - owed;
    }

    /** The most that one need can take. */
    long most() {
        return most;
    }

    boolean isEmpty() {
        return have == 0 && next == 0 && owed == 0 && unspent.isEmpty() && loose.isEmpty();
    }
}
