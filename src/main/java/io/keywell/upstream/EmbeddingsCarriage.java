package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.convert.GeminiEmbeddings;
import io.keywell.protocol.dialect.Protocols;
import io.keywell.upstream.Repairs.Repaired;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries a Gemini caller's request for embeddings to a provider of OpenAI's dialect. */
final class EmbeddingsCarriage implements Carriage {

    private static final Protocol PROVIDERS = Protocols.of(Dialect.OPENAI);

    private final GeminiEmbeddings embeddings;
    private final String path;
    private final Repaired body;

    EmbeddingsCarriage(GeminiEmbeddings embeddings, String path, Repaired body) {
        this.embeddings = embeddings;
        this.path = path;
        this.body = body;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String pathAndQuery() {
        return path;
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
        long estimate = attempt.walk().need().input();
        return new ConvertedJsonGate(attempt, PROVIDERS, Operation.EMBEDDINGS, answer -> {
            Usage told = PROVIDERS.usage(Operation.EMBEDDINGS, answer);
            return embeddings.answer(answer, told == null ? Usage.estimated(estimate, 0) : told);
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
