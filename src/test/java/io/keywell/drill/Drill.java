package io.keywell.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.ingress.Calls;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.local.LocalQuotaStore;
import io.keywell.simulator.FaultRule;
import io.keywell.simulator.PoolReport;
import io.keywell.simulator.SimulatedProvider;
import io.keywell.simulator.SimulatorServer;
import io.keywell.upstream.Turnstile;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all drills share. After each of them nothing may be held, open or under way, whatever happened in it. */
abstract class Drill {

    private static final List<String> PROVIDERS = List.of("acme", "bolt", "solo", "narrow", "giant");

    /** Much less than any time-out of the gateway: what was cancelled is over at once, not when it would have expired. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @Inject
    QuotaStore store;

    @Inject
    CoolDowns coolDowns;

    @Inject
    Calls calls;

    @Inject
    Turnstile turnstile;

    @Inject
    SeenCalls seen;

    @TestHTTPResource("/")
    URI gateway;

    SimulatorServer simulators;
    EndlessProvider endless;

    Caller caller;

    @BeforeEach
    void begin() {
        caller = new Caller(gateway);
        seen.clear();
        PROVIDERS.forEach(name -> provider(name).resetReport());
    }

    @AfterEach
    void everythingIsGivenBack() {
        atRest();
        PROVIDERS.forEach(name -> provider(name).faults().clear());
        for (CoolDown coolDown : coolDowns.current()) {
            coolDowns.lift(coolDown.scope());
        }
    }

    /** Within a second nothing is held, open or under way. */
    void atRest() {
        await().atMost(AT_ONCE).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
            assertThat(((LocalQuotaStore) store).openPermits())
                    .as("open permits")
                    .isZero();
            assertThat(calls.underWay()).as("calls under way").isZero();
            assertThat(turnstile.waiting().waiting()).as("waiting").isZero();
            assertThat(endless.open()).as("open at endless").isZero();
            for (String name : PROVIDERS) {
                assertThat(inFlight(name)).as("in flight at " + name).isZero();
            }
        });
    }

    /** Lets real time pass: where a stated time is what is tested. */
    static void pass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }

    SimulatedProvider provider(String name) {
        return simulators.simulator().provider(name);
    }

    void play(String provider, FaultRule rule) {
        provider(provider).faults().add(rule);
    }

    long inFlight(String provider) {
        return provider(provider).report().stream()
                .mapToLong(pool -> pool.flight().now())
                .sum();
    }

    long admitted(String provider) {
        return provider(provider).report().stream()
                .map(PoolReport::totals)
                .mapToLong(PoolReport.Totals::admitted)
                .sum();
    }

    void awaitInFlight(String provider, long calls) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(inFlight(provider)).isEqualTo(calls));
    }
}
