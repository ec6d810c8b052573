package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.convert.Embeddings;
import io.keywell.protocol.dialect.Protocols;
import io.keywell.provider.Endpoint;
import io.keywell.upstream.Repairs.Repaired;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries a request for embeddings to a provider that takes them in another form: OpenAI's, or Vertex's predictions. */
final class EmbeddingsCarriage implements Carriage {

    private final String model;
    private final Embeddings embeddings;
    private final Endpoint endpoint;
    private final Repaired body;

    /** @param model as the caller named it */
    EmbeddingsCarriage(String model, Embeddings embeddings, Endpoint endpoint, Repaired body) {
        this.model = model;
        this.embeddings = embeddings;
        this.endpoint = endpoint;
        this.body = body;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String pathAndQuery() {
        return endpoint.path();
    }

    @Override
    public void headers(MultiMap headers) {
        headers.set(HttpHeaders.CONTENT_TYPE, Wire.JSON);
        headers.set(HttpHeaders.USER_AGENT, Wire.AGENT);
    }

    @Override
    public Bytes body() {
        return body.bytes();
    }

    @Override
    public Gate gate(Attempt attempt, @Nullable String contentType) {
        Usage guess = Usage.estimated(attempt.walk().need().input(), 0);
        Protocol providers = Protocols.of(endpoint.dialect());
        return new ConvertedJsonGate(attempt, providers, Operation.EMBEDDINGS, answer -> {
            if (endpoint.predicts()) {
                return embeddings.predicted(answer, guess, model);
            }
            Usage told = providers.usage(Operation.EMBEDDINGS, answer);
            return embeddings.answer(answer, told == null ? guess : told, model);
        });
    }

    @Override
    public String contentType(@Nullable String providers) {
        return "application/json";
    }

    @Override
    public List<String> lossy() {
        return body.dropped();
    }
}
