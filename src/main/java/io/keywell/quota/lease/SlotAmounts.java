package io.keywell.quota.lease;

import java.util.Arrays;

/** Amounts by slot; few slots at a time. */
final class SlotAmounts {

    private long[] slots = new long[4];
    private long[] amounts = new long[4];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long slotAt(int i) {
        return slots[i];
    }

    long amountAt(int i) {
        return amounts[i];
    }

    long amount(long slot) {
        for (int i = 0; i < size; i++) {
            if (slots[i] == slot) {
                return amounts[i];
            }
        }
        return 0;
    }

    long total() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += amounts[i];
        }
        return total;
    }

    /** The latest slots are looked at first: they are the usual ones. */
    void add(long slot, long amount) {
        for (int i = size - 1; i >= 0; i--) {
            if (slots[i] == slot) {
                amounts[i] += amount;
                return;
            }
        }
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
            amounts = Arrays.copyOf(amounts, 2 * size);
        }
        slots[size] = slot;
        amounts[size++] = amount;
    }

    void addAll(SlotAmounts other) {
        for (int i = 0; i < other.size; i++) {
            add(other.slots[i], other.amounts[i]);
        }
    }

    /** Takes at most so much of a slot; returns how much it was. */
    long take(long slot, long amount) {
        for (int i = size - 1; i >= 0; i--) {
            if (slots[i] == slot) {
                long taken = Math.min(amount, amounts[i]);
                amounts[i] -= taken;
                return taken;
            }
        }
        return 0;
    }

    /** Forgets the slots up to this one, and empty ones. */
    void forgetUpTo(long slot) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (slots[i] > slot && amounts[i] > 0) {
                slots[kept] = slots[i];
                amounts[kept++] = amounts[i];
            }
        }
        size = kept;
    }

    void clear() {
        size = 0;
    }
}
