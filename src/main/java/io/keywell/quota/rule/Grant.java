package io.keywell.quota.rule;

import io.keywell.core.Dimension;
import org.jspecify.annotations.Nullable;

/** What one request took of a {@link Cell}, so that it can be given back exactly there. Immutable. */
public final class Grant {

    final long atMillis;
    final int generation;
    private final int counted;
    private final long input;
    private final long output;
    private final long @Nullable [] cut;

    /**
     * @param atMillis the cell's time of the grant
     * @param generation the cell's generation; slots of another one can no longer be found
     * @param counted a bit for each dimension, by ordinal, in which the request was counted
     * @param cut by ordinal, what was taken where that is less than the need; null when nothing was cut
     */
    Grant(long atMillis, int generation, int counted, long input, long output, long @Nullable [] cut) {
        this.atMillis = atMillis;
        this.generation = generation;
        this.counted = counted;
        this.input = input;
        this.output = output;
        this.cut = cut;
    }

    boolean countedIn(Dimension dimension) {
        return (counted & 1 << dimension.ordinal()) != 0;
    }

    long taken(Dimension dimension) {
        return cut == null ? dimension.amount(input, output) : cut[dimension.ordinal()];
    }
}
