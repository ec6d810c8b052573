package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.ingress.Calls;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.lease.LeasingQuotaStore;
import io.keywell.quota.local.LocalQuotaStore;
import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all tests of the whole gateway share, and what must hold after each of them. */
class OverTheWire {

    private static final Pattern PLANTED =
            Pattern.compile(Pattern.quote(World.PROVIDER_SECRET) + "|" + Pattern.quote(World.CALLER_KEY));

    World world;

    @TestHTTPResource
    URI root;

    @TestHTTPResource(management = true)
    URI managed;

    @Inject
    QuotaStore store;

    @Inject
    Calls calls;

    /** A caller without limits. */
    Caller web;

    @BeforeEach
    void meetTheCaller() {
        web = caller("web");
    }

    @AfterEach
    void nothingIsLeftBehind() {
        await().pollDelay(Duration.ZERO).atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(calls.underWay()).as("calls under way").isZero();
            assertThat(openPermits()).as("permits open").isZero();
        });
        assertThat(world.log().blockedThreads()).as("blocked event loops").isEmpty();
        assertThat(world.log().lines()).as("log").noneMatch(OverTheWire::showsASecret);
        assertThat(world.transcript()).as("answers").noneMatch(OverTheWire::showsASecret);
    }

    private long openPermits() {
        return store instanceof LeasingQuotaStore leasing
                ? leasing.openPermits()
                : ((LocalQuotaStore) store).openPermits();
    }

    static boolean showsASecret(String text) {
        return PLANTED.matcher(text).find();
    }

    Caller caller(String consumer) {
        return new Caller(root, consumer, world.transcript());
    }

    /** A path below {@code /q} on the port of operators. */
    Answer operations(String path) {
        return web.bare("GET", managed.resolve("/q" + path).toString(), "");
    }

    String metrics() {
        return operations("/metrics").body();
    }

    /** The sample of that name and those labels, in any order; 0 when there is none. */
    double metric(String name, String... labels) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** A call that the provider of the model's name does not answer until its caller goes away. */
    Wire hanging(String consumer, String model) throws IOException {
        world.play(model, FaultRule.once(Fault.HANG));
        Wire wire = chatOverWire(consumer, model);
        await().until(() -> world.inFlight(model) == 1);
        return wire;
    }

    Wire chatOverWire(String consumer, String model, String... headers) throws IOException {
        String body = Caller.chatBody(model);
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "content-length: " + body.length();
        Wire wire = new Wire(root);
        return wire.send(Wire.head(consumer, "POST /v1/chat/completions HTTP/1.1", all) + body);
    }

    void aGoodRequestWorks() {
        assertThat(web.chat("smart").status()).isEqualTo(200);
    }

    /** An error as the SDKs of OpenAI read it. */
    static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("x-request-id")).matches("req_[0-9a-z]{26}");
        assertThat(answer.json().fieldNames()).containsExactly("error");
        assertThat(answer.error().fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(answer.error().getString("message")).isNotBlank();
        assertThat(answer.error().getString("type")).isNotBlank();
        assertThat(answer.code()).isEqualTo(code);
    }
}
