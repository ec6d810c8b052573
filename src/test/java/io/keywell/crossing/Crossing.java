package io.keywell.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.ingress.Calls;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.local.LocalQuotaStore;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests share. After each of them nothing is held or under way. */
abstract class Crossing {

    static final String CHAT = "v1/chat/completions";
    static final String MESSAGES = "v1/messages";

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

    Script script;

    @BeforeEach
    void begin() {
        script.clear();
    }

    @AfterEach
    void everythingIsGivenBack() {
        await().atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    assertThat(((LocalQuotaStore) store).openPermits())
                            .as("open permits")
                            .isZero();
                    assertThat(calls.underWay()).as("calls under way").isZero();
                    assertThat(script.open()).as("open at providers").isZero();
                });
        for (CoolDown coolDown : coolDowns.current()) {
            coolDowns.lift(coolDown.scope());
        }
        assertThat(script.left()).as("answers that nobody asked for").isEmpty();
    }

    /** @param headers names and values by turns */
    HttpResponse<String> post(String path, String body, String... headers) {
        String[] all = Arrays.asList(headers).contains("content-type")
                ? headers
                : concat(headers, "content-type", "application/json");
        return send("POST", path, BodyPublishers.ofString(body), all);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("x-api-key", Providers.KEY)
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    private static String[] concat(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    static String servedBy(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-keywell-provider").orElse("nobody");
    }

    static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
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
