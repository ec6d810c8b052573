package io.keywell.simulator;

import io.netty.channel.ChannelOption;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request and its answer, on its event loop. Whatever happens, it gives its place in the pool back once. */
final class Call {

    private static final int MOST_BODY_BYTES = 64 << 20;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Timers timers;
    private final SimulatedTime time;
    private final String id;
    private final long startMillis;
    private Family family = Family.OPENAI;
    private long aheadMillis;
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

    /** Whose look-alike answers; OpenAI's until it is known. */
    void speaks(Family speaking, long clockAheadMillis) {
        family = speaking;
        aheadMillis = clockAheadMillis;
    }

    Family family() {
        return family;
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
                fail(family.errors().tooLarge(), null);
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

    /** Milliseconds since 1970 by the provider's clock. */
    long nowMillis() {
        return time.millis() + aheadMillis;
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
        long took = time.millis() - startMillis;
        family.answers().head(headers, new Answers.Head(id, pool, standing, took, nowMillis()));
        if (aheadMillis != 0) {
            headers.set(HttpHeaders.DATE, HTTP_DATE.format(Instant.ofEpochMilli(nowMillis())));
        }
    }

    void fail(ErrorAnswer error, @Nullable String model) {
        head(error.status(), JsonScript.TYPE);
        ErrorWords.Scene scene = scene(model);
        error.hints().forEach(hint -> response.putHeader(hint.header(), Blanks.ofScene(hint.value(), scene)));
        send(family.errors().json(error, scene));
    }

    /** Answers as it stands. */
    void say(CannedAnswer canned) {
        head(canned.status(), JsonScript.TYPE);
        canned.headers().forEach(response::putHeader);
        send(canned.body());
    }

    /** The body of an error that this call meets. */
    String json(ErrorAnswer error, @Nullable String model) {
        return family.errors().json(error, scene(model));
    }

    private ErrorWords.Scene scene(@Nullable String model) {
        String organization = pool == null ? "" : pool.organization();
        String path = Objects.requireNonNullElse(request.path(), "");
        return new ErrorWords.Scene(model, organization, id, path, nowMillis());
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
}
