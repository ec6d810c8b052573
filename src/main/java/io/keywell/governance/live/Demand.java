package io.keywell.governance.live;

import io.keywell.core.Dimension;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is asked of accounts together.
 *
 * @param requestsPerSecond how many requests
 * @param each what one of them takes of each dimension
 */
record Demand(double requestsPerSecond, Map<Dimension, Double> each) {

    /** Where no account tells how many tokens a request has. */
    private static final double USUAL_TOKENS = 1_000;

    static final Demand NONE = new Demand(0, Map.of());

    /** What the accounts are used for at present, all together. */
    static Demand of(Collection<Tank> tanks) {
        double tokens = tokensOfOne(tanks);
        EnumMap<Dimension, Double> sums = new EnumMap<>(Dimension.class);
        EnumMap<Dimension, Double> requests = new EnumMap<>(Dimension.class);
        double all = 0;
        for (Tank tank : tanks) {
            double flow = flow(tank, tokens);
            all += flow;
            for (Tank.Gauge gauge : tank.gauges()) {
                sums.merge(gauge.dimension(), gauge.usedPerSecond(), Double::sum);
                requests.merge(gauge.dimension(), flow, Double::sum);
            }
        }
        EnumMap<Dimension, Double> each = new EnumMap<>(Dimension.class);
        requests.forEach((dimension, flow) ->
                each.put(dimension, flow > 0 ? sums.getOrDefault(dimension, 0.0) / flow : usual(dimension)));
        return new Demand(all, each);
    }

    Demand times(double factor) {
        return new Demand(requestsPerSecond * factor, each);
    }

    double of(Dimension dimension) {
        Double known = each.get(dimension);
        return known == null ? usual(dimension) : known;
    }

    private static double usual(Dimension dimension) {
        return dimension.amount(0, 0) == 1 ? 1 : USUAL_TOKENS;
    }

    /** Requests a second of one account: as counted, or as its tokens tell. */
    static double flow(Tank tank, double tokensOfOne) {
        double requests = Math.max(rate(tank, Dimension.REQUESTS_PER_MINUTE), rate(tank, Dimension.REQUESTS_PER_DAY));
        return requests > 0 ? requests : tokens(tank) / tokensOfOne;
    }

    private static double tokensOfOne(Collection<Tank> tanks) {
        double tokens = 0;
        double requests = 0;
        for (Tank tank : tanks) {
            double counted =
                    Math.max(rate(tank, Dimension.REQUESTS_PER_MINUTE), rate(tank, Dimension.REQUESTS_PER_DAY));
            if (counted > 0 && tokens(tank) > 0) {
                requests += counted;
                tokens += tokens(tank);
            }
        }
        return requests > 0 ? Math.max(1, tokens / requests) : USUAL_TOKENS;
    }

    private static double tokens(Tank tank) {
        double together = Math.max(rate(tank, Dimension.TOKENS_PER_MINUTE), rate(tank, Dimension.TOKENS_PER_DAY));
        double apart = rate(tank, Dimension.INPUT_TOKENS_PER_MINUTE) + rate(tank, Dimension.OUTPUT_TOKENS_PER_MINUTE);
        return Math.max(together, apart);
    }

    private static double rate(Tank tank, Dimension dimension) {
        Tank.Gauge gauge = tank.gauge(dimension);
        return gauge == null ? 0 : gauge.usedPerSecond();
    }
}
