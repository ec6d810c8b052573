package io.keywell.simulator;

import io.keywell.simulator.Standing.Allowance;
import io.netty.channel.ChannelOption;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request and its answer, on its event loop. Whatever happens, it gives its place in the pool back once. */
final class Call {

    private static final int MOST_BODY_BYTES = 64 << 20;

    private static final CharSequence ORGANIZATION = HttpHeaders.createOptimized("openai-organization");
    private static final CharSequence PROCESSING_MS = HttpHeaders.createOptimized("openai-processing-ms");
    private static final CharSequence VERSION = HttpHeaders.createOptimized("openai-version");
    private static final CharSequence VERSION_VALUE = HttpHeaders.createOptimized("2020-10-01");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final RateHeaders REQUESTS = new RateHeaders("requests");
    private static final RateHeaders TOKENS = new RateHeaders("tokens");

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Timers timers;
    private final SimulatedTime time;
    private final String id;
    private final long startMillis;
    private @Nullable SimulatedPool pool;
    private @Nullable Standing standing;
    private @Nullable Runnable timer;
    private boolean inFlight;
    private boolean over;

    Call(HttpServerRequest request, Timers timers, SimulatedTime time, String id) {
        this.request = request;
        this.response = request.response();
        this.timers = timers;
        this.time = time;
        this.id = id;
        this.startMillis = time.millis();
        response.endHandler(ended -> end());
        response.closeHandler(closed -> end());
    }

    HttpServerRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return response;
    }

    /** A router may hand a request over paused: setting the handler, or resuming, is what makes the body flow. */
    void body(Consumer<Buffer> whole) {
        Body body = new Body();
        request.handler(chunk -> {
            if (over) {
                return;
            }
            body.append(chunk);
            if (body.bytes.length() > MOST_BODY_BYTES) {
                fail(Errors.TOO_LARGE, null);
            }
        });
        request.endHandler(ended -> {
            if (!over) {
                whole.accept(body.bytes);
            }
        });
        request.resume();
    }

    /** From now on the headers speak of this pool. */
    void countedBy(SimulatedPool counting, @Nullable Standing now) {
        pool = counting;
        standing = now;
    }

    /** The pool has admitted this call; it leaves when the answer ends or the connection does. */
    void entered() {
        inFlight = true;
    }

    boolean over() {
        return over;
    }

    /** Later, unless the call is over by then; at most one thing at a time. */
    void after(long millis, Runnable task) {
        if (millis <= 0) {
            task.run();
        } else if (!over) {
            timer = timers.after(millis, task);
        }
    }

    /** Sets the head; nothing is written yet. */
    void head(int status, CharSequence contentType) {
        response.setStatusCode(status);
        var headers = response.headers();
        headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        headers.set(REQUEST_ID, id);
        headers.set(VERSION, VERSION_VALUE);
        headers.set(PROCESSING_MS, Long.toString(time.millis() - startMillis));
        if (pool != null) {
            headers.set(ORGANIZATION, pool.organization());
        }
        if (standing != null) {
            REQUESTS.put(response, standing.requests());
            TOKENS.put(response, standing.tokens());
        }
    }

    void fail(ErrorAnswer error, @Nullable String model) {
        head(error.status(), JsonScript.TYPE);
        if (error.hint() != null) {
            response.putHeader(error.hint().header(), error.hint().value());
        }
        send(error.json(model, pool == null ? "" : pool.organization()));
    }

    void send(String body) {
        send(Buffer.buffer(body));
    }

    void send(Buffer body) {
        response.end(body).onFailure(ignoreGone());
    }

    /** Closes the connection in the middle of whatever was being written. */
    void cut() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            request.connection().close().onFailure(ignoreGone());
        }
    }

    /** The peer gets a TCP reset; there is no public way to ask for one. */
    void reset() {
        HttpConnection connection = request.connection();
        if (request.version() != HttpVersion.HTTP_2 && connection instanceof HttpServerConnection server) {
            server.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        cut();
    }

    /** A peer that has gone is not this side's concern: the end handler cleans up. */
    static Handler<Throwable> ignoreGone() {
        return error -> {};
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        if (timer != null) {
            timer.run();
        }
        if (inFlight && pool != null) {
            pool.leave();
        }
    }

    /** Most bodies are one chunk, which is used as it is. */
    private static final class Body {

        private Buffer bytes = Buffer.buffer(0);
        private boolean copied;

        void append(Buffer chunk) {
            if (bytes.length() == 0) {
                bytes = chunk;
                return;
            }
            if (!copied) {
                bytes = Buffer.buffer(2 * (bytes.length() + chunk.length())).appendBuffer(bytes);
                copied = true;
            }
            bytes.appendBuffer(chunk);
        }
    }

    /** The three headers of one dimension. */
    private static final class RateHeaders {

        private final CharSequence limit;
        private final CharSequence remaining;
        private final CharSequence reset;

        RateHeaders(String dimension) {
            limit = HttpHeaders.createOptimized("x-ratelimit-limit-" + dimension);
            remaining = HttpHeaders.createOptimized("x-ratelimit-remaining-" + dimension);
            reset = HttpHeaders.createOptimized("x-ratelimit-reset-" + dimension);
        }

        void put(HttpServerResponse response, Allowance allowance) {
            if (allowance.limit() > 0) {
                response.headers().set(limit, Long.toString(allowance.limit()));
                response.headers().set(remaining, Long.toString(allowance.remaining()));
                response.headers().set(reset, GoDuration.format(allowance.resetMillis()));
            }
        }
    }
}
