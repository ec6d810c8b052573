package io.keywell.quota;

import io.keywell.core.Level;
import io.keywell.core.Observation;
import io.keywell.core.QuotaKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The counters of one limited thing in all its dimensions. Safe for use by many threads. */
public interface QuotaAccount {

    QuotaKey key();

    /**
     * Takes one request with its estimated tokens from every dimension at once, or from none. A need larger than a whole
     * limit is denied for ever, unless {@link Need#capped()} lets its output be cut to the limit.
     */
    Decision tryAcquire(Need need);

    /**
     * Like {@link #tryAcquire}, for who cannot come again: where that says that the store is being asked, this waits for
     * the answer, which takes a round trip. Completes on any thread.
     */
    default CompletionStage<Decision> acquire(Need need) {
        return CompletableFuture.completedFuture(tryAcquire(need));
    }

    /**
     * How much of what is left this replica should get, when others take of it as well. Holds for a second.
     *
     * @param part 0..1; NaN = by its own demand
     * @param due how many requests that wait here are due over the next seconds
     */
    default void share(double part, double due) {}

    /** The smallest share that is left over all dimensions, 0..1; 1 without limits. Does not count as use. */
    double headroom();

    /**
     * How many needs like this one could be granted from now until then if nobody else took any; a forecast for waiting
     * and honest refusals.
     *
     * @param untilMillis epoch milliseconds, now or later
     * @return at most {@code enough}
     */
    long grantable(Need need, long untilMillis, long enough);

    /**
     * Takes the provider's word. It tightens at once: what the provider counts beyond our own count is counted here too.
     * A limit for a dimension that has none configured is learned; a configured one is only ever lowered, for the
     * observation's window.
     */
    void observe(Observation observation);

    /** Every dimension as it stands, for metrics and operators. */
    List<Level> levels();

    /**
     * What one request takes, in tokens, or in millionths of money of an account with a budget.
     *
     * @param input estimated for the prompt
     * @param output reserved for the output
     * @param capped whether the output is a guess that may be cut to fit a whole limit; the input never is
     */
    record Need(long input, long output, boolean capped) {}
}
