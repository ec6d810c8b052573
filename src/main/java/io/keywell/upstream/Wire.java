package io.keywell.upstream;

import io.keywell.catalog.BaseUrl;
import io.keywell.core.Bytes;
import io.keywell.core.Clock;
import io.keywell.core.Exchange;
import io.keywell.core.Exchange.Passthrough;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.openai.RequestWriter;
import io.keywell.provider.Endpoint;
import io.keywell.provider.Outgoing;
import io.keywell.provider.ProviderAdapter;
import io.keywell.routing.Candidate;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP to the providers: one pooled client for all of them. Makes each attempt afresh from the original bytes. */
@Singleton
public class Wire {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence AGENT = HttpHeaders.createOptimized("keywell");

    /** Shorter than the idle time-outs of the balancers in front of the providers. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    // Fewer reads for long bodies; measured, see bench/RESULTS.md.
    private static final int RECEIVE_BUFFER = 32 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;

    /** Headers of a pass-through answer that say nothing about the pool's owner or its quota. */
    private static final List<String> PASSED = List.of(
            "content-disposition", "content-encoding", "content-language", "etag", "last-modified", "cache-control");

    private final Watches watches;
    private final HttpClient client;
    private final Signals signals;
    private final Clock clock;
    private final UpstreamSettings settings;

    public Wire(Vertx vertx, Signals signals, Clock clock, UpstreamSettings settings) {
        this.watches = new Watches(vertx, clock);
        this.client = vertx.createHttpClient(options(settings));
        this.signals = signals;
        this.clock = clock;
        this.settings = settings;
    }

    private static HttpClientOptions options(UpstreamSettings settings) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setMaxPoolSize(settings.maxConnections())
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxChunkSize(MAX_CHUNK);
        options.setReceiveBufferSize(RECEIVE_BUFFER);
        return options;
    }

    @PreDestroy
    void close() {
        client.close().onComplete(ignored -> {});
    }

    Signals signals() {
        return signals;
    }

    Clock clock() {
        return clock;
    }

    UpstreamSettings settings() {
        return settings;
    }

    /** The time-outs of an attempt; the whole counts from the walk's first one. */
    Watch watch(Walk walk, Runnable expired) {
        long from = walk.sentNanos() == 0 ? clock.nanoTime() : walk.sentNanos();
        return new Watch(watches, clock, from + settings.totalTimeout().toNanos(), expired);
    }

    /** Takes a connection to the candidate's provider. */
    Future<HttpClientRequest> open(Exchange exchange, Candidate candidate) {
        BaseUrl base = candidate.target().provider().baseUrl();
        Passthrough own = exchange.passthrough();
        return client.request(new RequestOptions()
                .setHost(base.host())
                .setPort(base.port())
                .setSsl(base.tls())
                .setMethod(own == null ? HttpMethod.POST : HttpMethod.valueOf(own.method()))
                .setURI(base.path() + (own == null ? path(exchange, candidate) : own.pathAndQuery())));
    }

    private String path(Exchange exchange, Candidate candidate) {
        Endpoint endpoint = signals.adapter(candidate)
                .endpoint(
                        exchange.operation(),
                        exchange.dialect(),
                        candidate.target().upstreamModel(),
                        exchange.stream());
        if (endpoint == null) {
            throw new IllegalStateException(candidate.provider() + " does not offer " + exchange.operation());
        }
        return endpoint.path();
    }

    /** Sends the request; what comes of it arrives at the request's response. */
    void send(HttpClientRequest request, Exchange exchange, Candidate candidate) {
        MultiMap headers = request.headers();
        ProviderAdapter adapter = signals.adapter(candidate);
        Passthrough own = exchange.passthrough();
        if (own == null) {
            headers.set(HttpHeaders.CONTENT_TYPE, JSON);
            headers.set(HttpHeaders.USER_AGENT, AGENT);
        } else {
            for (Map.Entry<String, String> header : own.headers()) {
                headers.add(header.getKey(), header.getValue());
            }
        }
        Bytes body = body(exchange, candidate);
        Outgoing outgoing = new Outgoing(
                request.getMethod().name(),
                authority(candidate.target().provider().baseUrl()),
                request.getURI(),
                body,
                clock.epochMillis());
        adapter.authorize(candidate.key().secret(), outgoing, headers::set);
        // The outcome of writing shows at the response: a write that fails breaks it.
        request.send(Buffers.of(body)).onComplete(ignored -> {});
    }

    private static String authority(BaseUrl base) {
        boolean usual = base.port() == (base.tls() ? 443 : 80);
        return usual ? base.host() : base.host() + ":" + base.port();
    }

    private static Bytes body(Exchange exchange, Candidate candidate) {
        if (exchange.operation() == Operation.PASSTHROUGH) {
            return exchange.body();
        }
        boolean askUsage = exchange.stream() && exchange.operation() != Operation.EMBEDDINGS;
        return RequestWriter.write(
                exchange.body(), exchange.facts(), candidate.target().upstreamModel(), askUsage);
    }

    Gate gate(Attempt attempt, HttpClientResponse response) {
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        boolean dialect = attempt.walk().exchange().operation() != Operation.PASSTHROUGH;
        boolean events = type != null && type.startsWith("text/event-stream");
        if (dialect) {
            return events ? new StreamGate(attempt) : new JsonGate(attempt, true);
        }
        return type != null && type.startsWith("application/json")
                ? new JsonGate(attempt, false)
                : new RawGate(attempt);
    }

    Answer answer(
            Attempt attempt, HttpClientResponse response, Buffer first, @Nullable AnswerStream rest, Usage usage) {
        boolean passthrough = attempt.walk().exchange().operation() == Operation.PASSTHROUGH;
        return new Answer(
                attempt.turn().candidate(),
                response.statusCode(),
                response.getHeader(HttpHeaders.CONTENT_TYPE),
                passthrough ? further(response) : List.of(),
                first,
                rest,
                usage);
    }

    private static List<Map.Entry<String, String>> further(HttpClientResponse response) {
        List<Map.Entry<String, String>> passed = List.of();
        for (String name : PASSED) {
            String value = response.getHeader(name);
            if (value != null) {
                passed = passed.isEmpty() ? new ArrayList<>() : passed;
                passed.add(Map.entry(name, value));
            }
        }
        return passed;
    }
}
