package io.keywell.quota.lease;

import io.keywell.core.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * One change of a shared cell, as the replica that makes it has to remember it until it knows whether it was made: what
 * it leases, what it gives back, what it owned up to.
 */
final class Change {

    /** Counted up by this replica for this cell. */
    final long id;

    /** The clocks when it was planned. */
    final long atMillis;

    final long atNanos;

    final List<Part> parts = new ArrayList<>(3);

    /** Words of a provider that it passes on. */
    final List<Observation> words = new ArrayList<>(0);

    /** Whether a limit rose by a provider's word. */
    boolean raises;

    /** Seats that are claimed when it is made. */
    long claims;

    /** The end of the slot for whose successor it leases; 0 = it does not lease ahead. */
    long aheadOfMillis;

    /** The version that it replaces; -1 = it makes the cell. */
    long version = -1;

    /** One dimension's part of it. */
    static final class Part {
        final Stock stock;
        final SlotAmounts leased = new SlotAmounts();
        final SlotAmounts returned = new SlotAmounts();
        private final int generation;
        long owed;

        Part(Stock stock) {
            this.stock = stock;
            this.generation = stock.generation();
        }

        /** Whether the numbers of its slots still mean what they did. */
        private boolean isOfThisNumbering() {
            return generation == stock.generation();
        }
    }

    Change(long id, long atMillis, long atNanos) {
        this.id = id;
        this.atMillis = atMillis;
        this.atNanos = atNanos;
    }

    Part of(Stock stock) {
        for (Part part : parts) {
            if (part.stock == stock) {
                return part;
            }
        }
        Part added = new Part(stock);
        parts.add(added);
        return added;
    }

    /** What it leases of a dimension for a slot. */
    long leased(Stock stock, long slot) {
        for (Part part : parts) {
            if (part.stock == stock) {
                return part.leased.amount(slot);
            }
        }
        return 0;
    }

    boolean leases() {
        for (Part part : parts) {
            if (!part.leased.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** It was made: what it leased is there. */
    void made() {
        for (Part part : parts) {
            for (int i = 0; part.isOfThisNumbering() && i < part.leased.size(); i++) {
                part.stock.credit(part.leased.slotAt(i), part.leased.amountAt(i));
            }
        }
    }

    /** It was not made, and never will be: what it gave back was not given back. */
    void unmade() {
        for (Part part : parts) {
            if (part.isOfThisNumbering()) {
                part.stock.unspent.addAll(part.returned);
            }
            part.stock.owe(part.owed);
        }
    }

    /** Nobody will ever know: what it leased and gave back is left to its window, what was owed is owed again. */
    void lost() {
        for (Part part : parts) {
            part.stock.owe(part.owed);
        }
    }
}
