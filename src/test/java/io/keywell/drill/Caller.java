package io.keywell.drill;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A well-behaved caller of the gateway. */
final class Caller {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI gateway;

    Caller(URI gateway) {
        this.gateway = gateway;
    }

    URI gateway() {
        return gateway;
    }

    static JsonObject chat(String model, boolean stream) {
        JsonObject message = new JsonObject().put("role", "user").put("content", "hello");
        JsonObject body = new JsonObject().put("model", model).put("messages", new JsonArray().add(message));
        return stream ? body.put("stream", true) : body;
    }

    /** @param headers names and values by turns */
    Answer ask(JsonObject chat, String... headers) {
        return send("v1/chat/completions", BodyPublishers.ofString(chat.encode()), headers);
    }

    Answer send(String path, BodyPublisher body, String... headers) {
        long start = System.nanoTime();
        try {
            // The time-out of a request does not cover its body.
            HttpResponse<String> response = CLIENT.sendAsync(request(path, body, headers), BodyHandlers.ofString())
                    .get(20, TimeUnit.SECONDS);
            return new Answer(response, Duration.ofNanos(System.nanoTime() - start));
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no whole answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    CompletableFuture<HttpResponse<String>> later(JsonObject chat, String... headers) {
        BodyPublisher body = BodyPublishers.ofString(chat.encode());
        return CLIENT.sendAsync(request("v1/chat/completions", body, headers), BodyHandlers.ofString());
    }

    private HttpRequest request(String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
                .header("authorization", "Bearer " + SimulatedProviders.CALLER_KEY)
                .header("content-type", "application/json")
                .POST(body);
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }
}
