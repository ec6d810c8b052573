package io.keywell.upstream;

import io.keywell.catalog.BaseUrl;
import io.keywell.core.Bytes;
import io.keywell.core.Clock;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import io.keywell.core.Usage;
import io.keywell.provider.Outgoing;
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

    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    static final CharSequence AGENT = HttpHeaders.createOptimized("keywell");

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
    private final AccessTokens tokens;
    private final Repairs repairs = new Repairs();
    private final Carriages carriages;
    private final Makers makers;

    public Wire(Vertx vertx, Signals signals, Clock clock, UpstreamSettings settings, Makers makers) {
        this.makers = makers;
        this.watches = new Watches(vertx, clock);
        this.client = vertx.createHttpClient(options(settings));
        this.signals = signals;
        this.clock = clock;
        this.settings = settings;
        this.tokens = new AccessTokens(client, clock);
        this.carriages = new Carriages(repairs);
    }

    private static HttpClientOptions options(UpstreamSettings settings) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setMaxPoolSize(settings.maxConnections())
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxChunkSize(MAX_CHUNK)
                // Nobody is asked to compress, which would hold streams back; some do all the same.
                .setDecompressionSupported(true);
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

    /** How the candidate is asked. */
    Carriage carriage(Walk walk, Candidate candidate) {
        return carriages.of(walk, candidate);
    }

    /** What the attempt's answer must pass. */
    Gate gate(Attempt attempt, @Nullable String contentType) {
        Gate gate = attempt.carriage().gate(attempt, contentType);
        boolean kept = attempt.walk().exchange().dialect() == Dialect.RESPONSES
                && attempt.carriage() instanceof NativeCarriage;
        return kept ? new NotingGate(gate, makers, attempt.turn().candidate().pool()) : gate;
    }

    Repairs repairs() {
        return repairs;
    }

    /** The token that the candidate's key is exchanged for; null when the key is sent itself. */
    @Nullable
    Future<Secret> token(Candidate candidate) {
        Secret key = candidate.key().secret();
        return key == null ? null : tokens.tokenFor(signals.adapter(candidate), key);
    }

    /** The provider refused the key: a token of it is not used again. */
    void refusedKey(Candidate candidate) {
        Secret key = candidate.key().secret();
        if (key != null) {
            tokens.forget(key);
        }
    }

    /** Takes a connection to the candidate's provider. */
    Future<HttpClientRequest> open(Carriage carriage, Candidate candidate) {
        BaseUrl base = candidate.target().provider().baseUrl();
        return client.request(new RequestOptions()
                .setHost(base.host())
                .setPort(base.port())
                .setSsl(base.tls())
                .setMethod(HttpMethod.valueOf(carriage.method()))
                .setURI(base.path() + carriage.pathAndQuery()));
    }

    /**
     * Sends the request, but for an upload; what comes of it arrives at the request's response.
     *
     * @param secret the key, or the token for it
     */
    void send(HttpClientRequest request, Carriage carriage, Candidate candidate, @Nullable Secret secret) {
        MultiMap headers = request.headers();
        carriage.headers(headers);
        headers.set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
        Bytes body = carriage.body();
        Outgoing outgoing = new Outgoing(
                request.getMethod().name(),
                authority(candidate.target().provider().baseUrl()),
                request.getURI(),
                body,
                clock.epochMillis());
        // The caller's own version of the dialect counts, where there is one.
        signals.adapter(candidate).authorize(secret, outgoing, (name, value) -> {
            if (!carriage.tells(name)) {
                headers.set(name, value);
            }
        });
        if (carriage.upload() == null) {
            // The outcome of writing shows at the response: a write that fails breaks it.
            request.send(Buffers.of(body)).onComplete(ignored -> {});
        }
    }

    private static String authority(BaseUrl base) {
        boolean usual = base.port() == (base.tls() ? 443 : 80);
        return usual ? base.host() : base.host() + ":" + base.port();
    }

    Answer answer(
            Attempt attempt, HttpClientResponse response, Buffer first, @Nullable AnswerStream rest, Usage usage) {
        Carriage carriage = attempt.carriage();
        boolean passthrough = attempt.walk().exchange().operation() == Operation.PASSTHROUGH;
        return new Answer(
                attempt.turn().candidate(),
                response.statusCode(),
                carriage.contentType(response.getHeader(HttpHeaders.CONTENT_TYPE)),
                passthrough ? further(response) : List.of(),
                first,
                rest,
                usage,
                carriage.lossy());
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
