package io.keywell.boot;

import io.keywell.catalog.config.Problem;
import io.keywell.quota.QuotaSettings;
import io.keywell.quota.lease.Outage;
import io.quarkus.runtime.configuration.ConfigurationException;

/** What the settings say about an outage of the cluster, or what is wrong with them. */
final class Outages {

    private static final int MOST_REPLICAS = 1_000;

    private Outages() {}

    static Outage of(QuotaSettings settings) {
        return switch (settings.onOutage()) {
            case CLOSED -> Outage.CLOSED;
            case DEGRADED_SHARE -> new Outage.DegradedShare(replicas(settings));
            case ESCROW -> new Outage.Escrow(replicas(settings), part(settings));
        };
    }

    private static int replicas(QuotaSettings settings) {
        int replicas = settings.maxReplicas().orElse(0);
        if (replicas < 1 || replicas > MOST_REPLICAS) {
            throw wrong(
                    "max-replicas",
                    settings.maxReplicas().isPresent() ? "'" + replicas + "'" : "not set, but on-outage needs it",
                    "how many replicas there may be, from 1 to " + MOST_REPLICAS);
        }
        return replicas;
    }

    private static double part(QuotaSettings settings) {
        double part = settings.escrow();
        if (!(part > 0 && part < 1)) {
            throw wrong("escrow", "'" + part + "'", "a part of each limit, above 0 and below 1");
        }
        return part;
    }

    private static ConfigurationException wrong(String key, String found, String expected) {
        return new ConfigurationException(new Problem("keywell.quota." + key, found, expected).toString());
    }
}
