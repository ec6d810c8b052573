package io.keywell.governance.live;

import io.keywell.core.Dimension;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When accounts that serve the same calls are all empty, if calls go on as they come: lets the demand flow over them step by
 * step, to each as much as it has, and gives back what their windows give back. The steps are seconds for the first five
 * minutes, then a minute, after six hours five; the answer is as exact as that.
 */
final class Forecast {

    /** Nothing is known of what happens later. */
    static final long HORIZON_MILLIS = 2 * 86_400_000L;

    private static final long FINE_MILLIS = 300_000;
    private static final long FINE_STEP = 1_000;
    private static final long MIDDLE_MILLIS = 6 * 3_600_000;
    private static final long MIDDLE_STEP = 60_000;
    private static final long COARSE_STEP = 300_000;

    /** Part of a request: sums of fractions differ by less. */
    private static final double NOTHING = 1e-6;

    private final Demand demand;
    private final long startMillis;
    private final List<Running> running = new ArrayList<>();

    private record Running(List<Basin> basins, long closedUntilMillis) {}

    /**
     * What is to be expected.
     *
     * @param emptyMillis from now until nothing is left; -1 = not within {@link #HORIZON_MILLIS}
     * @param dimension what is used up then; null when it is something else, as keys that rest
     */
    record Outlook(long emptyMillis, @Nullable Dimension dimension) {
        static final Outlook NEVER = new Outlook(-1, null);
    }

    private Forecast(List<Tank> tanks, Demand demand, long nowMillis) {
        this.demand = demand;
        this.startMillis = nowMillis;
        for (Tank tank : tanks) {
            List<Basin> basins = tank.gauges().stream()
                    .map(gauge -> new Basin(gauge, nowMillis))
                    .toList();
            running.add(new Running(basins, tank.closedUntilMillis()));
        }
    }

    /** @param tanks the accounts that share the demand; none are empty at once */
    static Outlook of(List<Tank> tanks, Demand demand, long nowMillis) {
        return new Forecast(tanks, demand, nowMillis).run();
    }

    private Outlook run() {
        if (running.isEmpty() || running.stream().allMatch(tank -> tank.closedUntilMillis() > startMillis)) {
            return new Outlook(0, null);
        }
        if (lastsByItself()) {
            return Outlook.NEVER;
        }
        if (demand.requestsPerSecond() <= NOTHING) {
            return available(startMillis) < 1 - NOTHING ? new Outlook(0, scarcest(startMillis)) : Outlook.NEVER;
        }
        for (long at = startMillis; at < startMillis + HORIZON_MILLIS; ) {
            long step = stepAt(at - startMillis);
            advance(at, at + step, step);
            double needed = demand.requestsPerSecond() * step / 1_000;
            double available = available(at);
            if (available < needed - NOTHING) {
                long within = Math.round(step * Math.max(0, available) / needed);
                return new Outlook(at - startMillis + within, scarcest(at));
            }
            flow(needed / available, at);
            at += step;
        }
        return Outlook.NEVER;
    }

    /** Spares most of many accounts the run: the one there is has windows that each hold what is asked of them. */
    private boolean lastsByItself() {
        return running.size() == 1
                && running.get(0).basins().stream()
                        .allMatch(basin -> basin.holds(demand.requestsPerSecond() * demand.of(basin.dimension)));
    }

    private static long stepAt(long sinceMillis) {
        if (sinceMillis < FINE_MILLIS) {
            return FINE_STEP;
        }
        return sinceMillis < MIDDLE_MILLIS ? MIDDLE_STEP : COARSE_STEP;
    }

    private void flow(double part, long at) {
        for (Running tank : running) {
            double requests = requests(tank, at) * part;
            if (requests > 0 && requests < Double.POSITIVE_INFINITY) {
                tank.basins().forEach(basin -> basin.take(requests * demand.of(basin.dimension), at));
            }
        }
    }

    private void advance(long from, long to, long step) {
        for (Running tank : running) {
            for (Basin basin : tank.basins()) {
                if (basin.isWithin(step)) {
                    basin.refill(step);
                } else {
                    basin.advance(from, to);
                }
            }
        }
    }

    private double available(long at) {
        double sum = 0;
        for (Running tank : running) {
            sum += requests(tank, at);
        }
        return sum;
    }

    /** How many requests the account could take at once. */
    private double requests(Running tank, long at) {
        if (tank.closedUntilMillis() > at) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (Basin basin : tank.basins()) {
            least = Math.min(least, requests(basin));
        }
        return least;
    }

    private double requests(Basin basin) {
        double each = demand.of(basin.dimension);
        return each <= 0 ? Double.POSITIVE_INFINITY : basin.left() / each;
    }

    /** What is used up in the account that has the most left. */
    private @Nullable Dimension scarcest(long at) {
        Dimension scarcest = null;
        double most = -1;
        for (Running tank : running) {
            double requests = requests(tank, at);
            if (requests > most && tank.closedUntilMillis() <= at) {
                most = requests;
                scarcest = scarcest(tank);
            }
        }
        return scarcest;
    }

    private @Nullable Dimension scarcest(Running tank) {
        Dimension scarcest = null;
        double least = Double.POSITIVE_INFINITY;
        for (Basin basin : tank.basins()) {
            double requests = requests(basin);
            if (requests < least) {
                least = requests;
                scarcest = basin.dimension;
            }
        }
        return scarcest;
    }
}
