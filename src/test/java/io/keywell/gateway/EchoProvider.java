package io.keywell.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A provider that writes down what it receives. What it answers is told by the last part of the path. */
final class EchoProvider {

    private static final int PIECES = 5;
    private static final int GAP_MILLIS = 40;

    private final Vertx vertx;
    private final HttpServer server;
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();

    /**
     * @param headers names in lower case
     */
    record Received(String method, String uri, Map<String, String> headers, String body) {}

    EchoProvider(Vertx vertx) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.actualPort() + "/v1";
    }

    /** What came last; forgets it. */
    Received takeLast() {
        Received last = null;
        for (Received next = received.poll(); next != null; next = received.poll()) {
            last = next;
        }
        return last;
    }

    private void handle(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        request.body().onSuccess(body -> {
            received.add(new Received(request.method().name(), request.uri(), headers, body.toString()));
            answer(request, headers.getOrDefault("authorization", "").replace("Bearer ", ""));
        });
    }

    private void answer(HttpServerRequest request, String secret) {
        String path = request.path();
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "bad" -> fail(request, 400, "invalid_request_error", "unknown_thing", "No such thing: widget.");
            case "nothing" -> fail(request, 404, "invalid_request_error", "not_found", "No such File object.");
            case "forbidden" -> fail(request, 403, "invalid_request_error", "forbidden", "Not allowed for " + secret);
            case "leaky" -> fail(request, 400, "invalid_request_error", "bad", "Not with the key " + secret + ".");
            case "busy" -> fail(request, 429, "requests", "rate_limit_exceeded", "Rate limit reached for " + secret);
            case "denied" -> fail(request, 401, "invalid_request_error", "invalid_api_key", "Incorrect key " + secret);
            case "stream" -> stream(request);
            case "bytes" ->
                request.response().putHeader("content-type", "audio/mpeg").end("ID3\u0001\u0002");
            default ->
                request.response()
                        .putHeader("content-type", "application/json")
                        .putHeader("openai-organization", "org-of-the-pool")
                        .putHeader("x-ratelimit-limit-requests", "987654")
                        .end("{\"object\":\"list\",\"data\":[{\"id\":\"echo-1\",\"object\":\"model\"}]}");
        }
    }

    private static void fail(HttpServerRequest request, int status, String type, String code, String message) {
        JsonObject error = new JsonObject()
                .put("message", message)
                .put("type", type)
                .put("param", null)
                .put("code", code);
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(new JsonObject().put("error", error).encode());
    }

    private void stream(HttpServerRequest request) {
        request.response().putHeader("content-type", "text/event-stream").setChunked(true);
        piece(request, 0);
    }

    private void piece(HttpServerRequest request, int n) {
        if (n == PIECES) {
            request.response().end();
            return;
        }
        request.response().write("data: {\"piece\":" + n + "}\n\n").onComplete(ignored -> {});
        vertx.setTimer(GAP_MILLIS, timer -> piece(request, n + 1));
    }
}
