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
import io.keywell.flow.Flow;
import io.keywell.flow.Reply;
import io.keywell.ingress.CallerHeaders.Unreadable;
import io.keywell.ingress.WayBack.Form;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.Protocol.PathWords;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Carries one HTTP request through the flow: body in, reply out, and word to the flow when the caller goes away. */
@Singleton
public class Calls {

    private static final Logger LOG = Logger.getLogger(Calls.class);

    private final Flow flow;
    private final Clock clock;
    private final Arrivals arrivals;
    private final Load load;
    private final ReplyWriter writer;
    private final Heartbeats heartbeats;
    private final Departure departure;

    Calls(Flow flow, Clock clock, Arrivals arrivals, Load load, Heartbeats heartbeats, Departure departure) {
        this.flow = flow;
        this.clock = clock;
        this.arrivals = arrivals;
        this.load = load;
        this.writer = new ReplyWriter(clock);
        this.heartbeats = heartbeats;
        this.departure = departure;
    }

    /** What a route reads of a body. */
    @FunctionalInterface
    interface BodyReader {
        Read read(Bytes body);
    }

    /**
     * @param error what is wrong with the body; null when the rest is to be used
     * @param body the body as it is carried on
     */
    record Read(
            @Nullable GatewayError error,
            String model,
            boolean stream,
            RequestFacts facts,
            Bytes body,
            Exchange.@Nullable Passthrough passthrough,
            @Nullable MultipartUpload upload) {

        static Read refused(GatewayError error) {
            return new Read(error, "", false, RequestFacts.NONE, Bytes.EMPTY, null, null);
        }
    }

    /** Calls under way in this replica. */
    public int underWay() {
        return load.calls();
    }

    /** Serves a call that has a JSON body of a dialect, or the same in XML. */
    void serve(HttpServerRequest request, Operation operation, Protocol protocol, PathWords path) {
        XmlForm xml = XmlForm.of(request);
        Form form = xml.out() ? Form.XML : Form.AS_IS;
        serve(
                request,
                operation,
                protocol,
                form,
                body -> xml.read(body, json -> read(operation, protocol, path, json)));
    }

    /** The same, with the answer in another form than a caller can ask for by headers. */
    void serve(HttpServerRequest request, Operation operation, Protocol protocol, PathWords path, Form form) {
        serve(request, operation, protocol, form, body -> read(operation, protocol, path, body));
    }

    private static Read read(Operation operation, Protocol protocol, PathWords path, Bytes body) {
        Protocol.Asked asked = protocol.read(operation, body, path);
        return asked instanceof Protocol.Asked.Parsed parsed
                ? new Read(null, parsed.model(), parsed.stream(), parsed.facts(), body, null, null)
                : Read.refused(((Protocol.Asked.Malformed) asked).error());
    }

    void serve(HttpServerRequest request, Operation operation, Protocol protocol, Form form, BodyReader reader) {
        Inbound call = inbound(request, operation, protocol, form);
        take(
                call,
                new BodyCollector(
                        request,
                        load,
                        () -> clock.nanoTime() - call.arrivalNanos() > load.bodyNanos(),
                        bytes -> collected(call, () -> reader.read(bytes)),
                        error -> refuseUpload(call, error)));
    }

    /** Serves a form with a file, which is sent on while it comes. */
    void upload(HttpServerRequest request, Operation operation, Protocol protocol) {
        if (!MultipartUpload.isForm(request)) {
            refuse(request, protocol, GatewayError.invalid("Send a form: multipart/form-data with a boundary.", null));
            return;
        }
        Inbound call = inbound(request, operation, protocol, Form.AS_IS);
        take(
                call,
                new MultipartUpload(
                        request,
                        load.maxBody(),
                        load,
                        read -> collected(call, () -> read),
                        error -> refuseUpload(call, error)));
    }

    private Inbound inbound(HttpServerRequest request, Operation operation, Protocol protocol, Form form) {
        long arrivalNanos = clock.nanoTime();
        WayBack back = begin(request.response(), protocol, form);
        return new Inbound(operation, request, back, new Cancellation(), arrivalNanos);
    }

    private void take(Inbound call, Intake body) {
        HttpServerResponse response = call.back().response();
        if (!load.tryBegin()) {
            call.request().resume();
            refuse(
                    call.back(),
                    GatewayError.of(Kind.GATEWAY_OVERLOADED, "The gateway serves too many calls; try again."));
            return;
        }
        // Called once for every response, whether it was ended or its connection closed.
        response.endHandler(ended -> {
            load.drop(body.held());
            departure.ended(call.request());
            load.end();
        });
        response.closeHandler(closed -> call.cancellation().cancel());
        response.exceptionHandler(broken -> call.cancellation().cancel());
        body.start();
    }

    private void collected(Inbound call, Supplier<Read> reader) {
        try {
            Read read = reader.get();
            if (read.error() != null) {
                refuse(call.back(), read.error());
                return;
            }
            Exchange exchange =
                    call.exchange(read, clock.epochMillis(), arrivals.trace(call.request(), call.arrivalNanos()));
            Heartbeat heartbeat = heartbeats.begin(call.back(), read.stream());
            flow.serve(exchange)
                    .subscribe()
                    .with(reply -> reply(call, read, heartbeat, reply), failure -> unforeseen(call, failure));
        } catch (Unreadable e) {
            refuse(call.back(), e.error());
        } catch (RuntimeException e) {
            unforeseen(call, e);
        }
    }

    /** A reply that cannot be written must not leave the caller waiting. */
    private void reply(Inbound call, Read read, @Nullable Heartbeat heartbeat, Reply reply) {
        if (heartbeat != null) {
            heartbeat.stop();
        }
        boolean unread = read.upload() != null && !call.request().isEnded();
        try {
            if (unread) {
                hangUpAfter(call);
            }
            departure.announce(call.back().response());
            writer.write(call.back(), reply);
            if (unread) {
                RefusedUpload.discard(call.request());
            }
        } catch (RuntimeException e) {
            call.cancellation().cancel();
            unforeseen(call, e);
        }
    }

    private void unforeseen(Inbound call, Throwable failure) {
        LOG.errorf(
                failure, "Request %s failed in an unforeseen way", call.back().id());
        refuse(call.back(), GatewayError.of(Kind.UPSTREAM_FAILED, "The gateway failed to serve the request."));
    }

    /** Gives the answer its id: every answer has one. */
    WayBack begin(HttpServerResponse response, Protocol protocol) {
        return begin(response, protocol, Form.AS_IS);
    }

    private WayBack begin(HttpServerResponse response, Protocol protocol, Form form) {
        String id = arrivals.ids().next();
        response.putHeader(Headers.REQUEST_ID, id);
        if (protocol.dialect() == Dialect.ANTHROPIC) {
            response.putHeader(Headers.ANTHROPIC_REQUEST_ID, id);
        }
        return new WayBack(response, protocol, id, form);
    }

    void refuse(WayBack back, GatewayError error) {
        departure.announce(back.response());
        writer.errors().write(back, error);
    }

    /** Refuses a request whose body nobody reads. */
    void refuse(HttpServerRequest request, Protocol protocol, GatewayError error) {
        request.resume();
        refuse(begin(request.response(), protocol), error);
    }

    /** Refuses before the body is there. */
    private void refuseUpload(Inbound call, GatewayError error) {
        boolean unread = !call.request().isEnded();
        if (unread) {
            hangUpAfter(call);
        }
        refuse(call.back(), error);
        if (unread) {
            RefusedUpload.discard(call.request());
        }
    }

    private static void hangUpAfter(Inbound call) {
        HttpServerResponse response = call.back().response();
        if (response.streamId() < 0 && !response.headWritten()) {
            response.putHeader(Headers.CONNECTION, "close");
        }
    }

    Clock clock() {
        return clock;
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
