package io.keywell.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Calls the gateway as one consumer does, and keeps what came back for the search for secrets. */
final class Caller {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI root;
    private final String key;
    private final Queue<String> transcript;
    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    Caller(URI root, String consumer, Queue<String> transcript) {
        this.root = root;
        this.key = World.keyOf(consumer);
        this.transcript = transcript;
    }

    static String chatBody(String model) {
        return chatBody(model, false);
    }

    static String chatBody(String model, boolean stream) {
        return new JsonObject()
                .put("model", model)
                .put("stream", stream)
                .put(
                        "messages",
                        new JsonArray().add(new JsonObject().put("role", "user").put("content", "Say something.")))
                .encode();
    }

    Answer chat(String model, String... headers) {
        return chatLater(model, headers).join();
    }

    CompletableFuture<Answer> chatLater(String model, String... headers) {
        return sendLater("POST", "/v1/chat/completions", BodyPublishers.ofString(chatBody(model)), headers);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, BodyPublishers.ofString(body), headers);
    }

    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer send(String method, String path, BodyPublisher body, String... headers) {
        return sendLater(method, path, body, headers).join();
    }

    CompletableFuture<Answer> sendLater(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + key)
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return exchange(request);
    }

    /** Without this caller's key. */
    Answer bare(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path))
                .timeout(PATIENCE)
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return exchange(request).join();
    }

    private CompletableFuture<Answer> exchange(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(response -> {
            transcript.add(response.headers().map() + "\n" + response.body());
            return Answer.of(response);
        });
    }
}
