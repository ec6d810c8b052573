package io.keywell.gateway;

import io.keywell.simulator.FaultRule;
import io.keywell.simulator.PoolReport;
import io.keywell.simulator.SimulatedProvider;
import io.keywell.simulator.SimulatorServer;
import java.util.Queue;

/**
 * What stands around the gateway in these tests.
 *
 * @param collector takes traces
 * @param transcript every answer that a caller got, head and body
 */
record World(
        SimulatorServer simulator,
        EchoProvider echo,
        EchoProvider collector,
        Mount mount,
        String settings,
        LogBook log,
        Queue<String> transcript) {

    /** Begins every secret of a provider. */
    static final String PROVIDER_SECRET = "sk-planted-";

    /** Begins every key of a consumer. */
    static final String CALLER_KEY = "kw-planted-";

    static String keyOf(String consumer) {
        return CALLER_KEY + consumer;
    }

    SimulatedProvider provider(String name) {
        return simulator.simulator().provider(name);
    }

    /** The next call with this key fails so. */
    void play(String provider, FaultRule rule) {
        provider(provider).faults().add(rule);
    }

    boolean played(String provider) {
        return provider(provider).faults().rules().isEmpty();
    }

    /** How often this provider has refused because of its own limits: what the gateway is there to avoid. */
    long refusedBy(String provider) {
        return provider(provider).report().stream()
                .mapToLong(report -> report.totals().refused())
                .sum();
    }

    long admittedBy(String provider) {
        return provider(provider).report().stream()
                .mapToLong(report -> report.totals().admitted())
                .sum();
    }

    long inFlight(String provider) {
        return provider(provider).report().stream()
                .map(PoolReport::flight)
                .mapToLong(PoolReport.Flight::now)
                .sum();
    }
}
