package io.keywell.waiting;

import io.keywell.core.Clock;
import java.util.List;
import java.util.function.Consumer;

/** A visitor over sliding pools that remembers how it ended. */
class Guest implements Visitor<SlidingPool> {

    final String consumer;
    private final Clock clock;
    private final List<SlidingPool> pools;
    private final Consumer<Guest> onEnd;

    int weight = 1;
    String line = "model";
    long patienceMillis = 30_000;
    long fingerprint;

    /** What is left is not known yet. */
    boolean asking;

    long enteredMillis;

    SlidingPool taken;
    long waitedMillis = -1;
    Refusal refusal;
    int ends;

    Guest(String consumer, Clock clock, List<SlidingPool> pools, Consumer<Guest> onEnd) {
        this.consumer = consumer;
        this.clock = clock;
        this.pools = pools;
        this.onEnd = onEnd;
        this.enteredMillis = clock.epochMillis();
    }

    @Override
    public String consumer() {
        return consumer;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public String line() {
        return line;
    }

    @Override
    public long deadlineMillis() {
        return enteredMillis + patienceMillis;
    }

    @Override
    public long fingerprint() {
        return fingerprint;
    }

    @Override
    public Taking<SlidingPool> tryTake() {
        long now = clock.epochMillis();
        if (asking) {
            return new Taking.Dry<>(now + 20, true);
        }
        SlidingPool best = null;
        long earliest = Long.MAX_VALUE;
        for (SlidingPool pool : pools) {
            earliest = Math.min(earliest, pool.earliest(now));
            if (pool.free(now) > 0 && (best == null || pool.free(now) > best.free(now))) {
                best = pool;
            }
        }
        return best != null && best.take(now) ? new Taking.Taken<>(best) : new Taking.Dry<>(earliest);
    }

    @Override
    public long grantable(long untilMillis, long enough) {
        long count = 0;
        for (SlidingPool pool : pools) {
            count += pool.grantable(clock.epochMillis(), untilMillis, enough - count);
        }
        return Math.min(count, enough);
    }

    @Override
    public void admitted(SlidingPool pool, long waited) {
        taken = pool;
        waitedMillis = waited;
        end();
    }

    @Override
    public void refused(Refusal why) {
        refusal = why;
        end();
    }

    boolean served() {
        return taken != null;
    }

    private void end() {
        ends++;
        onEnd.accept(this);
    }
}
