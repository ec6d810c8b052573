package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Exchange;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.convert.Conversion;
import io.keywell.protocol.openai.Rerank;
import io.keywell.protocol.openai.Vectors;
import io.keywell.upstream.Repairs.Repaired;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries a call to a provider of the caller's own dialect: the original bytes but for the model's name. */
final class NativeCarriage implements Carriage {

    private final Exchange exchange;
    private final Protocol protocol;
    private final String path;
    private final boolean usageShown;
    private final Repaired body;

    /**
     * @param usageShown whether the caller sees all of a stream's usage, as it asked for it or the gateway did not
     * @param body for the provider, with what was repaired of it
     */
    NativeCarriage(Exchange exchange, Protocol protocol, String path, boolean usageShown, Repaired body) {
        this.exchange = exchange;
        this.usageShown = usageShown;
        this.protocol = protocol;
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
        List<Map.Entry<String, String>> own = exchange.headers();
        for (int i = 0; i < own.size(); i++) {
            headers.set(own.get(i).getKey(), own.get(i).getValue());
        }
    }

    @Override
    public boolean tells(String header) {
        List<Map.Entry<String, String>> own = exchange.headers();
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).getKey().equals(header)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Bytes body() {
        return body.bytes();
    }

    @Override
    public Gate gate(Attempt attempt, @Nullable String contentType) {
        if (isStream(contentType)) {
            long input = attempt.walk().need().input();
            EventStream events = new EventStream(Framers.of(contentType), protocol, exchange.id(), usageShown, input);
            return new StreamGate(attempt, WholeCalls.create(exchange, events));
        }
        if (exchange.dialect() == Dialect.OPENAI && exchange.operation() == Operation.EMBEDDINGS) {
            return new VectorsGate(attempt, protocol, Vectors.asksBase64(exchange.body()));
        }
        if (exchange.operation() == Operation.RERANK) {
            long input = attempt.walk().need().input();
            return new ConvertedJsonGate(attempt, protocol, Operation.RERANK, body -> reranked(body, input));
        }
        return contentType == null || contentType.startsWith("application/json") || !mayBeRaw()
                ? new JsonGate(attempt, protocol)
                : new RawGate(attempt, contentType.startsWith("text/plain"));
    }

    private Conversion.@Nullable Answer reranked(Bytes body, long input) {
        Bytes answer = Rerank.answer(exchange.body(), body, exchange.id(), exchange.model(), input);
        Usage told = protocol.usage(Operation.RERANK, body);
        return answer == null ? null : new Conversion.Answer(answer, told == null ? Usage.estimated(input, 0) : told);
    }

    private boolean isStream(@Nullable String contentType) {
        boolean chat = exchange.operation() == Operation.CHAT || exchange.operation() == Operation.COMPLETIONS;
        return chat && Framers.isStream(contentType, exchange.dialect(), exchange.stream());
    }

    /** Sound, plain text, and streams of which nothing is read. */
    private boolean mayBeRaw() {
        return switch (exchange.operation()) {
            case SPEECH, TRANSCRIPTIONS, TRANSLATIONS, IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS -> true;
            default -> false;
        };
    }

    @Override
    public @Nullable String contentType(@Nullable String providers) {
        return isStream(providers) ? Framers.EVENTS : providers;
    }

    @Override
    public List<String> lossy() {
        return body.dropped();
    }
}
