package io.keywell.catalog;

import java.util.Arrays;
import java.util.List;

/** The keys of a pool laid end to end, each as long as its weight: one at random costs a binary search. */
public final class KeyShares {

    private final List<Key> keys;

    /** Where each key ends. */
    private final int[] ends;

    KeyShares(List<Key> keys) {
        this.keys = keys;
        this.ends = new int[keys.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end = Math.addExact(end, keys.get(i).weight());
            ends[i] = end;
        }
    }

    /** The sum of the weights. */
    public int total() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** @param ticket at least 0 and below the total */
    public Key at(int ticket) {
        int found = Arrays.binarySearch(ends, ticket + 1);
        return keys.get(found >= 0 ? found : -found - 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyShares shares && shares.keys.equals(keys);
    }

    @Override
    public int hashCode() {
        return keys.hashCode();
    }

    @Override
    public String toString() {
        return total() + " shares";
    }
}
