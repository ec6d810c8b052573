package io.keywell.boot;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Key;
import io.keywell.catalog.Provider;
import io.keywell.core.Bytes;
import io.keywell.core.Clock;
import io.keywell.governance.admin.KeyProbe;
import io.keywell.provider.Outgoing;
import io.keywell.provider.Vendors;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks for the list of models, which no vendor charges for. */
@Singleton
final class ModelListProbe implements KeyProbe {

    private static final long TIMEOUT_MILLIS = 10_000;

    /** Their lists need other addresses or other rights than calls do. */
    private static final Set<String> WITHOUT = Set.of("azure-openai", "bedrock", "vertex", "perplexity");

    private static final Set<Integer> REFUSALS = Set.of(401, 403);

    private final HttpClient client;
    private final Clock clock;

    ModelListProbe(Vertx vertx, Clock clock) {
        this.client = vertx.createHttpClient();
        this.clock = clock;
    }

    @Override
    public Uni<Outcome> probe(Provider provider, Key key) {
        String path = path(provider);
        if (path == null) {
            return Uni.createFrom().item(new Outcome(Verdict.NO_FREE_CALL, 0));
        }
        return Uni.createFrom()
                .completionStage(() -> ask(provider, key, path).toCompletionStage())
                .ifNoItem()
                .after(Duration.ofMillis(TIMEOUT_MILLIS))
                .fail()
                .map(ModelListProbe::outcome)
                .onFailure()
                .recoverWithItem(new Outcome(Verdict.UNKNOWN, 0));
    }

    private static @Nullable String path(Provider provider) {
        if (WITHOUT.contains(provider.type())) {
            return null;
        }
        return provider.baseUrl().path() + (provider.type().equals("anthropic") ? "/v1/models" : "/models");
    }

    private Future<Integer> ask(Provider provider, Key key, String path) {
        BaseUrl url = provider.baseUrl();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(path)
                .setTimeout(TIMEOUT_MILLIS);
        Outgoing outgoing = new Outgoing("GET", url.host(), path, Bytes.EMPTY, clock.epochMillis());
        return client.request(options)
                .compose(request -> {
                    Vendors.adapter(provider).authorize(key.secret(), outgoing, request::putHeader);
                    return request.send();
                })
                .map(HttpClientResponse::statusCode);
    }

    private static Outcome outcome(int status) {
        if (status / 100 == 2) {
            return new Outcome(Verdict.ACCEPTED, status);
        }
        return new Outcome(REFUSALS.contains(status) ? Verdict.REFUSED : Verdict.UNKNOWN, status);
    }
}
