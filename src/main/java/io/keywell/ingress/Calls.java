package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.core.Cancellation;
import io.keywell.core.Clock;
import io.keywell.core.Dialect;
import io.keywell.core.Exchange;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.core.Secret;
import io.keywell.flow.Flow;
import io.keywell.flow.Reply;
import io.keywell.ingress.CallerHeaders.Unreadable;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Carries one HTTP request through the flow: body in, reply out, and word to the flow when the caller goes away. */
@Singleton
public class Calls {

    private static final Logger LOG = Logger.getLogger(Calls.class);

    private final Flow flow;
    private final Clock clock;
    private final Ids ids;
    private final Load load;
    private final ReplyWriter writer;
    private final Heartbeats heartbeats;
    private final long maxBody;

    Calls(
            Flow flow,
            Clock clock,
            RandomGenerator random,
            IngressSettings settings,
            BodySettings bodies,
            Heartbeats heartbeats) {
        this.heartbeats = heartbeats;
        this.flow = flow;
        this.clock = clock;
        this.ids = new Ids(random);
        this.load = new Load(
                settings.maxCalls(),
                settings.maxBuffered()
                        .map(size -> size.asLongValue())
                        .orElseGet(() -> Runtime.getRuntime().maxMemory() / 3));
        this.writer = new ReplyWriter(clock);
        this.maxBody = bodies.maxBody().asLongValue();
    }

    /** What a route reads of a body. */
    @FunctionalInterface
    interface BodyReader {
        Read read(Bytes body);
    }

    /**
     * @param error what is wrong with the body; null when the rest is to be used
     */
    record Read(
            @Nullable GatewayError error,
            String model,
            boolean stream,
            RequestFacts facts,
            Exchange.@Nullable Passthrough passthrough) {}

    /** Calls under way in this replica. */
    public int underWay() {
        return load.calls();
    }

    void serve(HttpServerRequest request, Operation operation, BodyReader reader) {
        long arrivalNanos = clock.nanoTime();
        HttpServerResponse response = request.response();
        String id = begin(response);
        if (!load.tryBegin()) {
            request.resume();
            refuse(response, GatewayError.of(Kind.GATEWAY_OVERLOADED, "The gateway serves too many calls; try again."));
            return;
        }
        Cancellation cancellation = new Cancellation();
        BodyCollector body = new BodyCollector(
                request,
                maxBody,
                load,
                bytes -> collected(new Collected(id, operation, request, cancellation, arrivalNanos), reader, bytes),
                error -> refuseUpload(request, error));
        // Called once for every response, whether it was ended or its connection closed.
        response.endHandler(ended -> {
            load.drop(body.held());
            load.end();
        });
        response.closeHandler(closed -> cancellation.cancel());
        response.exceptionHandler(broken -> cancellation.cancel());
        body.start();
    }

    private void collected(Collected call, BodyReader reader, Bytes body) {
        try {
            Read read = reader.read(body);
            if (read.error() != null) {
                refuse(call.response(), read.error());
                return;
            }
            Exchange exchange = call.exchange(read, body, clock.epochMillis());
            Heartbeat heartbeat = heartbeats.begin(call.response(), read.stream());
            flow.serve(exchange)
                    .subscribe()
                    .with(reply -> reply(call, heartbeat, reply), failure -> unforeseen(call, failure));
        } catch (Unreadable e) {
            refuse(call.response(), e.error());
        } catch (RuntimeException e) {
            unforeseen(call, e);
        }
    }

    /** A reply that cannot be written must not leave the caller waiting. */
    private void reply(Collected call, @Nullable Heartbeat heartbeat, Reply reply) {
        if (heartbeat != null) {
            heartbeat.stop();
        }
        try {
            writer.write(call.response(), reply);
        } catch (RuntimeException e) {
            call.cancellation.cancel();
            unforeseen(call, e);
        }
    }

    private void unforeseen(Collected call, Throwable failure) {
        LOG.errorf(failure, "Request %s failed in an unforeseen way", call.id);
        refuse(call.response(), GatewayError.of(Kind.UPSTREAM_FAILED, "The gateway failed to serve the request."));
    }

    /** Gives the answer its id: every answer has one. */
    String begin(HttpServerResponse response) {
        String id = ids.next();
        response.putHeader(Headers.REQUEST_ID, id);
        return id;
    }

    void refuse(HttpServerResponse response, GatewayError error) {
        writer.errors().write(response, error);
    }

    /** Refuses before the body is there. */
    private void refuseUpload(HttpServerRequest request, GatewayError error) {
        HttpServerResponse response = request.response();
        if (response.streamId() < 0) {
            response.putHeader(Headers.CONNECTION, "close");
        }
        refuse(response, error);
        RefusedUpload.discard(request);
    }

    Clock clock() {
        return clock;
    }

    /** A request whose body is there. */
    private record Collected(
            String id, Operation operation, HttpServerRequest request, Cancellation cancellation, long arrivalNanos) {

        HttpServerResponse response() {
            return request.response();
        }

        Exchange exchange(Read read, Bytes body, long nowMillis) throws Unreadable {
            Secret credential = CallerHeaders.credential(request);
            return new Exchange(
                    id,
                    operation,
                    Dialect.OPENAI,
                    read.model(),
                    read.stream(),
                    read.facts(),
                    body,
                    request.getHeader(Headers.CONTENT_TYPE),
                    read.passthrough(),
                    credential,
                    credential == null && loopback(request),
                    CallerHeaders.maxWaitMillis(request),
                    CallerHeaders.fallback(request),
                    CallerHeaders.tags(request),
                    arrivalNanos,
                    nowMillis,
                    cancellation);
        }
    }

    /** The path as it was sent; never null for a request that a route matched. */
    static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "/" : path;
    }

    /** Whether the peer is on this machine; a proxy on it that forwards for others says so and is not trusted. */
    static boolean loopback(HttpServerRequest request) {
        // The connection's own peer: the request's may be what a header claims.
        SocketAddress peer = request.connection().remoteAddress();
        String host = peer == null ? null : peer.hostAddress();
        return host != null
                && (host.startsWith("127.") || host.equals("0:0:0:0:0:0:0:1") || host.equals("::1"))
                && request.getHeader("x-forwarded-for") == null
                && request.getHeader("forwarded") == null;
    }
}
