package io.keywell.crossing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Providers that answer what a test tells them, in its order. The first part of the path names the provider. */
public final class Script {

    private final HttpServer server;
    private final Map<String, Queue<Answer>> next = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile Future<Void> reading = Future.succeededFuture();

    /** @param headers names in lower case */
    record Received(String provider, String path, Map<String, String> headers, String body) {}

    /** @param broken whether the connection is closed after the body, in the middle of the answer */
    record Answer(int status, String type, String body, Map<String, String> headers, boolean broken, boolean hanging) {
        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body, Map.of(), false, false);
        }

        static Answer events(String body) {
            return new Answer(200, "text/event-stream", body, Map.of(), false, false);
        }

        static Answer of(String type, String body) {
            return new Answer(200, type, body, Map.of(), false, false);
        }

        Answer thenBroken() {
            return new Answer(status, type, body, headers, true, false);
        }

        Answer thenSilent() {
            return new Answer(status, type, body, headers, false, true);
        }
    }

    Script(Vertx vertx) {
        // Little is kept before it is read, and always the same.
        this.server = vertx.createHttpServer(new HttpServerOptions().setReceiveBufferSize(64 << 10))
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String root() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    Script answers(String provider, Answer... answers) {
        next.computeIfAbsent(provider, name -> new ConcurrentLinkedQueue<>()).addAll(List.of(answers));
        return this;
    }

    /** Providers take no more than the head of a request until the promise is kept. */
    Promise<Void> readsNothing() {
        Promise<Void> until = Promise.promise();
        reading = until.future();
        return until;
    }

    List<Received> received(String provider) {
        return received.stream().filter(r -> r.provider().equals(provider)).toList();
    }

    int open() {
        return open.get();
    }

    /** What was not asked for, by provider. */
    List<String> left() {
        List<String> left = new ArrayList<>();
        next.forEach((name, answers) -> answers.forEach(answer -> left.add(name)));
        return left;
    }

    void clear() {
        next.clear();
        received.clear();
        reading = Future.succeededFuture();
    }

    private void handle(HttpServerRequest request) {
        open.incrementAndGet();
        // Told once for every answer, however it ends.
        request.response().endHandler(ended -> open.decrementAndGet());
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        String path = request.path().substring(1);
        int slash = path.indexOf('/');
        String provider = path.substring(0, slash);
        Context context = Vertx.currentContext();
        request.pause();
        reading.onComplete(read -> context.runOnContext(now -> {
            take(request, provider, path.substring(slash), headers);
            request.resume();
        }));
    }

    private void take(HttpServerRequest request, String provider, String path, Map<String, String> headers) {
        request.body().onSuccess(body -> {
            received.add(new Received(provider, path, headers, body.toString("ISO-8859-1")));
            Queue<Answer> answers = next.get(provider);
            Answer answer = answers == null ? null : answers.poll();
            play(request, answer == null ? Answer.json(500, "{\"error\":{\"message\":\"no script\"}}") : answer);
        });
    }

    private static void play(HttpServerRequest request, Answer answer) {
        var response = request.response().setStatusCode(answer.status()).putHeader("content-type", answer.type());
        answer.headers().forEach(response::putHeader);
        if (!answer.broken() && !answer.hanging()) {
            response.end(answer.body());
            return;
        }
        response.setChunked(true).write(Buffer.buffer(answer.body())).onComplete(written -> {
            if (answer.broken()) {
                request.connection().close();
            }
        });
    }
}
