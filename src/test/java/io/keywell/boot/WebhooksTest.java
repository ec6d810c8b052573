package io.keywell.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keywell.alerting.Alerting;
import io.keywell.alerting.Alerting.Way;
import io.keywell.alerting.Situation;
import io.keywell.alerting.Situation.BudgetUse;
import io.keywell.alerting.Webhook;
import io.keywell.core.Clock;
import io.keywell.core.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices on a real wire: what a receiver sees of them. */
class WebhooksTest {

    private static final long NOON_MILLIS = 1_789_999_980_000L;

    /** A letter as the receiver reads it. */
    private record Received(String path, String signature, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    /** Statuses to answer with; then 204. */
    private final Deque<Integer> answers = new ConcurrentLinkedDeque<>();

    private final Deque<Runnable> later = new ConcurrentLinkedDeque<>();
    private final Vertx vertx = Vertx.vertx();
    private volatile long now = NOON_MILLIS;
    private HttpServer receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        received.add(new Received(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("x-keywell-signature"),
                body));
        Integer status = answers.poll();
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
    }

    private Alerting alerting(int perMinute, Webhook... hooks) {
        Clock clock = new Clock() {
            @Override
            public long epochMillis() {
                return now;
            }

            @Override
            public long nanoTime() {
                return TimeUnit.MILLISECONDS.toNanos(now);
            }
        };
        Way way = new Way(AlertingWiring.post(vertx.createHttpClient()), (millis, task) -> later.add(task));
        return new Alerting(List.of(hooks), "keywell-0", TimeUnit.HOURS.toMillis(4), perMinute, clock, way);
    }

    private Webhook hook(String path, Webhook.Format format, Secret secret) {
        URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + path);
        return new Webhook("ops", url, format, secret);
    }

    private static Situation budgets(Map<String, Double> used) {
        return budgets(used.entrySet().stream()
                .map(each -> new BudgetUse(false, each.getKey(), each.getValue(), OptionalDouble.empty()))
                .toList());
    }

    private static Situation budgets(List<BudgetUse> used) {
        return new Situation(
                Map.of(),
                0,
                0,
                0,
                0,
                Map.of(),
                List.of(),
                List.of(),
                true,
                0,
                0,
                used,
                false,
                Map.of(),
                OptionalLong.empty());
    }

    private void awaitLetters(int count) {
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(received).hasSize(count));
    }

    @Test
    void aTeamThatPassesItsOwnThresholdIsTold() {
        Alerting alerting = alerting(10, hook("/hook", Webhook.Format.GENERIC, new Secret("shared")));

        alerting.look(budgets(List.of(new BudgetUse(true, "crew", 0.5, OptionalDouble.of(0.5)))));
        awaitLetters(1);

        assertThat(new JsonObject(received.get(0).body()))
                .contains(
                        entry("alert", "KeywellBudgetSoft"),
                        entry("severity", "warning"),
                        entry("subject", "team/crew"),
                        entry("text", "Team crew has used 50 % of its budget."),
                        entry("runbook", "docs/operations.md#keywellbudgetsoft"));
    }

    @Test
    void theReceiverCanCheckWhoWroteAndWhen() throws Exception {
        Alerting alerting = alerting(10, hook("/hook", Webhook.Format.GENERIC, new Secret("shared")));

        alerting.look(budgets(Map.of("shop", 1.2)));
        awaitLetters(1);

        Received letter = received.get(0);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("shared".getBytes(UTF_8), "HmacSHA256"));
        String expected =
                HexFormat.of().formatHex(mac.doFinal((NOON_MILLIS / 1_000 + "." + letter.body()).getBytes(UTF_8)));
        assertThat(letter.signature()).isEqualTo("t=" + NOON_MILLIS / 1_000 + ",v1=" + expected);
        assertThat(new JsonObject(letter.body()).getString("alert")).isEqualTo("KeywellBudget100");
        assertThat(letter.body()).doesNotContain("shared");
    }

    @Test
    void whatTheReceiverFailsToTakeComesAgainWithANewSignature() {
        Alerting alerting = alerting(10, hook("/hook", Webhook.Format.GENERIC, new Secret("shared")));
        answers.addAll(List.of(500, 503));

        alerting.look(budgets(Map.of("shop", 1.2)));
        for (int tries = 1; tries <= 2; tries++) {
            await().until(() -> !later.isEmpty());
            now += 1_000;
            later.remove().run();
            awaitLetters(tries + 1);
        }

        assertThat(received)
                .extracting(Received::body)
                .containsOnly(received.get(0).body());
        assertThat(received).extracting(Received::signature).doesNotHaveDuplicates();
        assertThat(later).isEmpty();
    }

    @Test
    void whatIsStillWrongIsToldOnceAndOnceThatItIsOver() {
        Alerting alerting = alerting(10, hook("/hook", Webhook.Format.GENERIC, null));

        for (int look = 0; look < 30; look++) {
            alerting.look(budgets(Map.of("shop", 1.2)));
            now += 10_000;
        }
        for (int look = 0; look < 30; look++) {
            alerting.look(budgets(Map.of()));
            now += 10_000;
        }
        awaitLetters(2);

        assertThat(received)
                .extracting(letter -> new JsonObject(letter.body()).getString("status"))
                .containsExactly("firing", "resolved");
        assertThat(received).extracting(Received::signature).containsOnlyNulls();
    }

    @Test
    void aFloodIsSpreadOverMinutesAndNothingIsLost() {
        Alerting alerting = alerting(3, hook("/hook", Webhook.Format.GENERIC, null));
        Map<String, Double> used = new TreeMap<>();
        for (int consumer = 0; consumer < 7; consumer++) {
            used.put("c" + consumer, 1.5);
        }

        Deque<Integer> sent = new ArrayDeque<>(List.of(3, 6, 7));
        while (!sent.isEmpty()) {
            for (int look = 0; look < 6; look++) {
                alerting.look(budgets(used));
                now += 10_000;
            }
            awaitLetters(sent.remove());
        }

        assertThat(received)
                .extracting(letter -> new JsonObject(letter.body()).getString("subject"))
                .containsExactlyInAnyOrderElementsOf(used.keySet());
    }

    @Test
    void slackGetsItsOwnFormAndEachReceiverItsOwnLetter() {
        Alerting alerting = alerting(
                10, hook("/services/T0/B0/x", Webhook.Format.SLACK, null), hook("/hook", Webhook.Format.GENERIC, null));

        alerting.look(budgets(Map.of("R&D", 0.85)));
        awaitLetters(2);

        assertThat(received)
                .filteredOn(letter -> letter.path().startsWith("/services"))
                .singleElement()
                .satisfies(
                        letter -> assertThat(new JsonObject(letter.body()).getMap())
                                .containsOnly(
                                        Map.entry(
                                                "text",
                                                "*Warning* KeywellBudget80: Consumer R&amp;D has used 85 % of its budget. (keywell-0)")));
    }
}
