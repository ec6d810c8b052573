package io.keywell.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.ingress.Calls;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.local.LocalQuotaStore;
import io.keywell.simulator.FaultRule;
import io.keywell.simulator.SimulatedProvider;
import io.keywell.simulator.SimulatorServer;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the tests share. After each of them nothing is held or under way. */
abstract class AtVendors {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    QuotaStore store;

    @Inject
    CoolDowns coolDowns;

    @Inject
    Calls calls;

    @TestHTTPResource("/")
    URI gateway;

    SimulatorServer simulator;

    @AfterEach
    void everythingIsGivenBack() {
        await().atMost(Duration.ofSeconds(2)).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            assertThat(((LocalQuotaStore) store).openPermits())
                    .as("open permits")
                    .isZero();
            assertThat(calls.underWay()).as("calls under way").isZero();
        });
        for (CoolDown coolDown : coolDowns.current()) {
            coolDowns.lift(coolDown.scope());
        }
        LookAlikes.FAMILIES
                .keySet()
                .forEach(vendor -> lookAlike(vendor).faults().clear());
    }

    SimulatedProvider lookAlike(String vendor) {
        return simulator.simulator().provider(vendor);
    }

    /** The vendor's next answer. */
    void play(String vendor, FaultRule rule) {
        lookAlike(vendor).faults().add(rule);
    }

    HttpResponse<String> chat(String provider, boolean stream) {
        return post(
                "v1/chat/completions",
                "{\"model\":\"" + LookAlikes.model(provider) + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"What is the weather like?\"}]}");
    }

    HttpResponse<String> post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("x-api-key", LookAlikes.CALLER_KEY)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString()).join();
    }

    static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    /** A good answer of this provider, by its attempt of this number. */
    static void servedBy(HttpResponse<String> answer, String provider, int attempts) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header(answer, "x-keywell-provider")).as("served by").isEqualTo(provider);
        assertThat(header(answer, "x-keywell-attempts")).as("attempts").isEqualTo(Integer.toString(attempts));
        assertThat(answer.body()).contains("Simulated");
    }

    /** The data of all events of a stream. */
    static List<String> data(HttpResponse<String> answer) {
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5).trim())
                .toList();
    }
}
