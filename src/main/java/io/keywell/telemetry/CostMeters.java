package io.keywell.telemetry;

import io.keywell.core.Cost;
import io.micrometer.core.instrument.Counter;

/** The meters of what calls with the same labels cost, in dollars. */
record CostMeters(Counter input, Counter output, Counter cacheRead, Counter cacheWrite) {

    void count(Cost cost) {
        input.increment(cost.input() / Cost.PER_UNIT);
        output.increment(cost.output() / Cost.PER_UNIT);
        cacheRead.increment(cost.cacheRead() / Cost.PER_UNIT);
        cacheWrite.increment(cost.cacheWrite() / Cost.PER_UNIT);
    }
}
