package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.core.Clock;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Level;
import io.keywell.flow.Reply;
import io.keywell.flow.Reply.Served;
import io.keywell.ingress.WayBack.Form;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes replies: head, body, and the rest of a stream as fast as the caller reads. */
final class ReplyWriter {

    /** Stands in the place of a provider and its key where the gateway itself answered. */
    private static final String OWN = "keywell";

    private final Clock clock;
    private final ErrorWriter errors;

    ReplyWriter(Clock clock) {
        this.clock = clock;
        this.errors = new ErrorWriter(clock);
    }

    ErrorWriter errors() {
        return errors;
    }

    /** Writes the reply to a response that already carries the request id. */
    void write(WayBack back, Reply reply) {
        if (!back.isOpen()) {
            return;
        }
        HttpServerResponse response = back.response();
        if (response.headWritten()) {
            inStream(back, reply);
            return;
        }
        allowance(response.headers(), reply.allowance());
        if (reply instanceof Reply.Refused refused) {
            response.putHeader(Headers.ATTEMPTS, Integer.toString(refused.attempts()))
                    .putHeader(Headers.WAITED, Long.toString(refused.waitedMillis()));
            errors.write(back, refused.error());
        } else if (reply instanceof Reply.Counted counted) {
            served(response.headers(), new Served(OWN, counted.model(), OWN, 0, 0));
            back.end(back.protocol().tokenCount(counted.tokens()));
        } else {
            answered(back, (Reply.Answered) reply);
        }
    }

    /** Begins an answer as a stream of events. */
    static void beginEvents(HttpServerResponse response) {
        response.setChunked(true)
                .putHeader(Headers.CONTENT_TYPE, "text/event-stream")
                .putHeader(Headers.CACHE_CONTROL, "no-cache")
                .putHeader(Headers.ACCEL_BUFFERING, "no");
    }

    /** A heartbeat has begun the stream: what is left to say is said in it. */
    private void inStream(WayBack back, Reply reply) {
        HttpServerResponse response = back.response();
        if (reply instanceof Reply.Refused refused) {
            Bytes event = back.protocol().errorEvent(refused.error(), back.id(), clock.epochMillis());
            response.end(Buffer.buffer(event.length()).appendBytes(event.array(), event.offset(), event.length()));
            return;
        }
        Reply.Answered answer = (Reply.Answered) reply;
        ReadStream<Buffer> rest = answer.rest();
        if (rest == null) {
            response.end(answer.first());
        } else {
            pump(response, answer.first(), rest);
        }
    }

    private void answered(WayBack back, Reply.Answered answer) {
        HttpServerResponse response = back.response();
        response.setStatusCode(answer.status());
        MultiMap headers = response.headers();
        if (answer.contentType() != null) {
            headers.set(Headers.CONTENT_TYPE, answer.contentType());
        }
        List<Map.Entry<String, String>> further = answer.headers();
        for (int i = 0; i < further.size(); i++) {
            headers.set(further.get(i).getKey(), further.get(i).getValue());
        }
        served(headers, answer.served());
        if (answer.deprecated() != null) {
            DeprecationHeaders.set(headers, answer.deprecated());
        }
        if (!answer.lossy().isEmpty()) {
            headers.set(Headers.LOSSY, visible(String.join(", ", answer.lossy())));
        }
        body(back, answer);
    }

    private void body(WayBack back, Reply.Answered answer) {
        HttpServerResponse response = back.response();
        ReadStream<Buffer> rest = answer.rest();
        if (back.form() == Form.XML && "application/json".equals(mediaType(response))) {
            WholeBody.gather(answer.first(), rest, json -> whole(back, json));
        } else if (back.form() == Form.ARRAY && "text/event-stream".equals(mediaType(response))) {
            response.setChunked(true).putHeader(Headers.CONTENT_TYPE, Headers.JSON);
            pump(response, answer.first(), rest, new EventArray());
        } else if (rest == null) {
            response.end(answer.first());
        } else {
            stream(response, answer.first(), rest);
        }
    }

    /** What a provider broke off cannot be put into another form. */
    private void whole(WayBack back, Bytes json) {
        if (!back.end(json)) {
            errors.write(back, GatewayError.of(Kind.UPSTREAM_FAILED, "The provider broke off its answer."));
        }
    }

    private static void served(MultiMap headers, Served served) {
        headers.set(Headers.PROVIDER, served.provider());
        headers.set(Headers.MODEL, visible(served.model()));
        headers.set(Headers.KEY, served.key());
        headers.set(Headers.ATTEMPTS, Integer.toString(served.attempts()));
        headers.set(Headers.WAITED, Long.toString(served.waitedMillis()));
    }

    /** A caller can make up the model's name in {@code provider/model}; a header takes visible ASCII only. */
    private static String visible(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || name.charAt(i) > '~') {
                return name.replaceAll("[^ -~]", "?");
            }
        }
        return name;
    }

    private static void stream(HttpServerResponse response, Buffer first, ReadStream<Buffer> rest) {
        if ("text/event-stream".equals(mediaType(response))) {
            beginEvents(response);
        } else {
            response.setChunked(true);
        }
        pump(response, first, rest);
    }

    /** Makes a stream's bytes into others as they pass. */
    interface Rewriting {
        Buffer pass(Buffer chunk);

        /** What is left to write. */
        Buffer end();
    }

    private static void pump(
            HttpServerResponse response, Buffer first, @Nullable ReadStream<Buffer> rest, Rewriting form) {
        response.write(form.pass(first));
        if (rest == null) {
            response.end(form.end());
            return;
        }
        rest.handler(chunk -> {
            Buffer made = form.pass(chunk);
            if (made.length() > 0) {
                write(response, made, rest);
            }
        });
        rest.endHandler(ended -> response.end(form.end()));
        rest.resume();
    }

    private static void pump(HttpServerResponse response, Buffer first, ReadStream<Buffer> rest) {
        response.write(first);
        rest.handler(chunk -> write(response, chunk, rest));
        rest.endHandler(ended -> response.end());
        rest.resume();
    }

    private static void write(HttpServerResponse response, Buffer chunk, ReadStream<Buffer> rest) {
        response.write(chunk);
        if (response.writeQueueFull()) {
            rest.pause();
            response.drainHandler(drained -> rest.resume());
        }
    }

    private static String mediaType(HttpServerResponse response) {
        String type = response.headers().get(Headers.CONTENT_TYPE);
        if (type == null) {
            return "";
        }
        int semicolon = type.indexOf(';');
        return semicolon < 0 ? type : type.substring(0, semicolon).trim();
    }

    private void allowance(MultiMap headers, List<Level> levels) {
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            switch (level.dimension()) {
                case REQUESTS_PER_MINUTE -> {
                    headers.set(Headers.LIMIT_REQUESTS, Long.toString(level.limit()));
                    headers.set(Headers.REMAINING_REQUESTS, Long.toString(level.left()));
                    headers.set(Headers.RESET_REQUESTS, reset(level));
                }
                case TOKENS_PER_MINUTE -> {
                    headers.set(Headers.LIMIT_TOKENS, Long.toString(level.limit()));
                    headers.set(Headers.REMAINING_TOKENS, Long.toString(level.left()));
                    headers.set(Headers.RESET_TOKENS, reset(level));
                }
                default -> {}
            }
        }
    }

    /** As OpenAI writes it: {@code 12ms}, {@code 6s}. */
    private String reset(Level level) {
        long millis = Math.max(0, level.resetAtMillis() - clock.epochMillis());
        return millis < 1_000 ? millis + "ms" : (millis + 999) / 1_000 + "s";
    }
}
