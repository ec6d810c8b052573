package io.keywell.governance.live;

import io.keywell.core.QuotaKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Where the calls go that accounts served which are gone: to those that serve the same models, by what each has left. */
final class Shift {

    private final Map<QuotaKey, Tank> tanks;
    private final Map<QuotaKey, Double> added = new HashMap<>();

    /**
     * @param groups for each model the accounts that serve it
     * @param there whether an account is there
     */
    Shift(Map<QuotaKey, Tank> tanks, Collection<? extends Map<QuotaKey, ?>> groups, Predicate<QuotaKey> there) {
        this.tanks = tanks;
        tanks.forEach((name, tank) -> {
            if (!there.test(name)) {
                double requests = Demand.of(List.of(tank)).requestsPerSecond();
                Set<QuotaKey> peers = groups.stream()
                        .filter(group -> group.containsKey(name))
                        .flatMap(group -> group.keySet().stream())
                        .filter(there)
                        .collect(Collectors.toSet());
                share(requests, peers);
            }
        });
    }

    private void share(double requests, Set<QuotaKey> peers) {
        double all = peers.stream().mapToDouble(this::room).sum();
        for (QuotaKey peer : peers) {
            double part = all > 0 ? room(peer) / all : 1.0 / peers.size();
            added.merge(peer, requests * part, Double::sum);
        }
    }

    /** The least that it can take at once of any dimension, in requests. */
    private double room(QuotaKey name) {
        Tank tank = tanks.get(name);
        if (tank == null) {
            return 0;
        }
        Demand demand = Demand.of(List.of(tank));
        return tank.gauges().stream()
                .mapToDouble(gauge -> gauge.left() / Math.max(1, demand.of(gauge.dimension())))
                .min()
                .orElse(0);
    }

    Demand demandOf(QuotaKey name) {
        Tank tank = tanks.get(name);
        Demand own = tank == null ? Demand.NONE : Demand.of(List.of(tank));
        return new Demand(own.requestsPerSecond() + added.getOrDefault(name, 0.0), own.each());
    }
}
