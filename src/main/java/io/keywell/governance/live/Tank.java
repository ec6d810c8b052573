package io.keywell.governance.live;

import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One quota account as a forecast sees it.
 *
 * @param account its name
 * @param gauges its limited dimensions, without concurrency
 * @param closedUntilMillis until when none of its keys may be tried, epoch milliseconds; 0 = one may
 */
record Tank(QuotaKey account, List<Gauge> gauges, long closedUntilMillis) {

    Tank {
        gauges = List.copyOf(gauges);
    }

    /**
     * One dimension.
     *
     * @param usedPerSecond the present rate
     */
    record Gauge(Dimension dimension, long limit, long left, Window window, double usedPerSecond) {}

    @Nullable
    Gauge gauge(Dimension dimension) {
        for (Gauge gauge : gauges) {
            if (gauge.dimension() == dimension) {
                return gauge;
            }
        }
        return null;
    }
}
