package io.keywell.upstream;

import io.keywell.core.Clock;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Secret;
import io.keywell.provider.ProviderAdapter;
import io.keywell.provider.TokenRequest;
import io.keywell.provider.TokenRequest.Token;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Short-lived tokens that keys are exchanged for, by vendors that ask for that. One exchange at a time for a key, whoever
 * needs it; a token is used until some minutes before its end.
 */
final class AccessTokens {

    private static final long EARLY_MILLIS = 5 * 60_000;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int MAX_TOKENS = 10_000;

    private final HttpClient client;
    private final Clock clock;
    private final Map<Secret, Held> held = new ConcurrentHashMap<>();

    AccessTokens(HttpClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * The token for a key; fails with an {@link AttemptFailed}. May complete on another event loop.
     *
     * @return null when the vendor takes the key itself
     */
    @Nullable
    Future<Secret> tokenFor(ProviderAdapter adapter, Secret key) {
        long now = clock.epochMillis();
        Held current = held.isEmpty() ? null : held.get(key);
        if (current != null && now < current.untilMillis) {
            return current.token.future();
        }
        TokenRequest request;
        try {
            request = adapter.tokenRequest(key, now);
        } catch (IllegalArgumentException unusable) {
            return Future.failedFuture(new AttemptFailed(Failure.of(FailureClass.CREDENTIAL)));
        }
        if (request == null) {
            return null;
        }
        if (held.size() >= MAX_TOKENS) {
            held.clear();
        }
        Held mine = new Held();
        Held first = held.compute(key, (k, there) -> there == null || there == current ? mine : there);
        if (first == mine) {
            exchange(request).onComplete(done -> {
                if (done.succeeded()) {
                    Token token = done.result();
                    long life = token.lifeMillis();
                    mine.untilMillis = clock.epochMillis() + Math.max(life / 2, life - EARLY_MILLIS);
                    mine.token.complete(token.secret());
                } else {
                    held.remove(key, mine);
                    mine.token.fail(done.cause());
                }
            });
        }
        return first.token.future();
    }

    /** The vendor no longer takes the key's token. */
    void forget(Secret key) {
        if (!held.isEmpty()) {
            held.remove(key);
        }
    }

    private Future<Token> exchange(TokenRequest request) {
        RequestOptions options =
                new RequestOptions().setAbsoluteURI(request.url()).setMethod(HttpMethod.POST);
        // Nested, so that whoever reads the answer listens before it comes, on whatever thread this began.
        return client.request(options)
                .compose(opened -> send(opened, request)
                        .compose(answer -> answer.body().compose(body -> token(request, answer.statusCode(), body))))
                .recover(broken -> Future.failedFuture(
                        broken instanceof AttemptFailed ? broken : new AttemptFailed(Failure.of(FailureClass.FAULT))));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest opened, TokenRequest request) {
        opened.idleTimeout(PATIENCE_MILLIS);
        return opened.putHeader(HttpHeaders.CONTENT_TYPE, request.contentType()).send(Buffers.of(request.body()));
    }

    private static Future<Token> token(TokenRequest request, int status, Buffer body) {
        Token token = status / 100 == 2 ? request.read().apply(Buffers.view(body)) : null;
        if (token != null) {
            return Future.succeededFuture(token);
        }
        boolean refused = status == 400 || status == 401 || status == 403;
        return Future.failedFuture(
                new AttemptFailed(Failure.of(refused ? FailureClass.CREDENTIAL : FailureClass.FAULT)));
    }

    /** A token, or the exchange that will bring it. */
    private static final class Held {
        private final Promise<Secret> token = Promise.promise();

        /** Without end while the exchange is under way. */
        private volatile long untilMillis = Long.MAX_VALUE;
    }
}
