package io.keywell.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Clock;
import io.keywell.core.Dialect;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Observation;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import io.keywell.provider.Endpoint;
import io.keywell.provider.HeaderView;
import io.keywell.provider.Outgoing;
import io.keywell.provider.ProviderAdapter;
import io.keywell.provider.TokenRequest;
import io.keywell.provider.TokenRequest.Token;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

    private static final Secret KEY = new Secret("key");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicInteger exchanges = new AtomicInteger();
    private volatile int status = 200;
    private HttpServer server;
    private AccessTokens tokens;

    @BeforeEach
    void start() {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> request.response()
                        .setStatusCode(status)
                        .end("token-" + body + "-" + exchanges.incrementAndGet())))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        tokens = new AccessTokens(vertx.createHttpClient(), new Clock() {
            @Override
            public long epochMillis() {
                return now.get();
            }

            @Override
            public long nanoTime() {
                return now.get() * 1_000_000;
            }
        });
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aKeyIsExchangedOnceForAllWhoNeedItsToken() throws Exception {
        Future<Secret> first = tokens.tokenFor(exchanging(), KEY);
        Future<Secret> second = tokens.tokenFor(exchanging(), KEY);

        assertThat(got(first)).isEqualTo("token-key-1");
        assertThat(got(second)).isEqualTo("token-key-1");
        assertThat(got(tokens.tokenFor(exchanging(), KEY))).isEqualTo("token-key-1");
    }

    @Test
    void aTokenIsRenewedFiveMinutesBeforeItsEnd() throws Exception {
        got(tokens.tokenFor(exchanging(), KEY));
        now.addAndGet(TimeUnit.MINUTES.toMillis(55) - 1);
        assertThat(got(tokens.tokenFor(exchanging(), KEY))).isEqualTo("token-key-1");

        now.addAndGet(1);

        assertThat(got(tokens.tokenFor(exchanging(), KEY))).isEqualTo("token-key-2");
    }

    @Test
    void aTokenThatWasRefusedIsNotUsedAgain() throws Exception {
        got(tokens.tokenFor(exchanging(), KEY));

        tokens.forget(KEY);

        assertThat(got(tokens.tokenFor(exchanging(), KEY))).isEqualTo("token-key-2");
    }

    @Test
    void aRefusedKeyAndABrokenServerAreToldApartAndAskedAgain() throws Exception {
        status = 401;
        assertThat(failure()).isEqualTo(FailureClass.CREDENTIAL);
        status = 503;
        assertThat(failure()).isEqualTo(FailureClass.FAULT);
        status = 200;
        assertThat(got(tokens.tokenFor(exchanging(), KEY))).startsWith("token-key-");
    }

    @Test
    void aVendorThatTakesTheKeyItselfHasNoToken() {
        assertThat(tokens.tokenFor(adapter(null), KEY)).isNull();
    }

    private FailureClass failure() throws Exception {
        try {
            got(tokens.tokenFor(exchanging(), KEY));
            throw new AssertionError("a token came");
        } catch (java.util.concurrent.ExecutionException | CompletionException e) {
            return ((AttemptFailed) e.getCause()).failure().type();
        }
    }

    private static String got(Future<Secret> token) throws Exception {
        return token.toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .reveal();
    }

    private ProviderAdapter exchanging() {
        return adapter(new TokenRequest(
                "http://127.0.0.1:" + server.actualPort() + "/token",
                "text/plain",
                Bytes.of("key".getBytes(StandardCharsets.UTF_8)),
                body -> new Token(
                        new Secret(new String(body.array(), body.offset(), body.length(), StandardCharsets.UTF_8)),
                        TimeUnit.HOURS.toMillis(1))));
    }

    private static ProviderAdapter adapter(TokenRequest request) {
        return new ProviderAdapter() {
            @Override
            public TokenRequest tokenRequest(Secret secret, long nowMillis) {
                return request;
            }

            @Override
            public Endpoint endpoint(Operation operation, Dialect caller, String upstreamModel, boolean stream) {
                return null;
            }

            @Override
            public void authorize(Secret secret, Outgoing outgoing, BiConsumer<String, String> header) {}

            @Override
            public Failure classify(int status, HeaderView headers, Bytes body, long nowMillis) {
                return Failure.of(FailureClass.FAULT);
            }

            @Override
            public Failure classifyInside(Bytes errorJson, long nowMillis) {
                return Failure.of(FailureClass.FAULT);
            }

            @Override
            public void observe(HeaderView headers, long nowMillis, Consumer<Observation> sink) {}
        };
    }
}
