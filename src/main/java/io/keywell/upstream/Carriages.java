package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Exchange;
import io.keywell.core.Exchange.Passthrough;
import io.keywell.core.Upload;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.convert.Conversion;
import io.keywell.protocol.convert.Embeddings;
import io.keywell.protocol.dialect.Protocols;
import io.keywell.provider.Endpoint;
import io.keywell.provider.ParameterRepair;
import io.keywell.provider.Vendors;
import io.keywell.routing.Candidate;
import io.keywell.upstream.Ability.Way;
import io.keywell.upstream.Repairs.Repaired;
import java.util.List;

/** Decides how an attempt is carried: as it came where the candidate speaks the caller's dialect, else converted. */
final class Carriages {

    private static final ParameterRepair TOLD_UNASKED = new ParameterRepair.Needless("stream_options");

    private final Repairs repairs;

    Carriages(Repairs repairs) {
        this.repairs = repairs;
    }

    /** For a candidate that the walk's plan allows. */
    Carriage of(Walk walk, Candidate candidate) {
        Exchange exchange = walk.exchange();
        Passthrough own = exchange.passthrough();
        if (own != null) {
            return new PassthroughCarriage(exchange, own);
        }
        Way way = walk.ability().way(candidate.target());
        if (way == null) {
            throw new IllegalStateException(candidate.provider() + " does not offer " + exchange.operation());
        }
        Endpoint endpoint = way.endpoint();
        Upload upload = exchange.upload();
        if (upload != null) {
            return new UploadCarriage(
                    exchange,
                    upload,
                    Protocols.of(exchange.dialect()),
                    endpoint.path(),
                    candidate.target().upstreamModel());
        }
        if (way.conversion() != null) {
            return converted(walk, candidate, endpoint.path(), way.conversion());
        }
        return way.isAsItCame(exchange.dialect())
                ? asItCame(exchange, candidate, endpoint.path())
                : embeddings(walk, candidate, endpoint);
    }

    private NativeCarriage asItCame(Exchange exchange, Candidate candidate, String path) {
        Protocol protocol = Protocols.of(exchange.dialect());
        String model = candidate.target().upstreamModel();
        List<ParameterRepair> quirks =
                Vendors.adapter(candidate.target().provider()).quirks();
        boolean asksUsage = exchange.stream() && !quirks.contains(TOLD_UNASKED);
        Bytes body = protocol.rewrite(exchange.operation(), exchange.body(), exchange.facts(), model, asksUsage);
        return new NativeCarriage(
                exchange,
                protocol,
                path,
                exchange.facts().usageAsked() || !asksUsage,
                repairs.apply(quirks, candidate.target(), body, List.of()));
    }

    private ConvertedCarriage converted(Walk walk, Candidate candidate, String path, Conversion conversion) {
        ChatRequest chat = walk.ability().chat(conversion);
        if (chat == null) {
            throw new IllegalStateException("a request that cannot be converted was sent to " + candidate.provider());
        }
        Conversion.Request written = conversion.request(chat, candidate.target().upstreamModel());
        return new ConvertedCarriage(walk.exchange(), conversion, chat, path, repaired(candidate, written));
    }

    private EmbeddingsCarriage embeddings(Walk walk, Candidate candidate, Endpoint endpoint) {
        Embeddings embeddings = walk.ability().embeddings();
        if (embeddings == null) {
            throw new IllegalStateException("a request that cannot be converted was sent to " + candidate.provider());
        }
        Conversion.Request written = endpoint.predicts()
                ? embeddings.prediction()
                : embeddings.request(candidate.target().upstreamModel());
        return new EmbeddingsCarriage(walk.exchange().model(), embeddings, endpoint, repaired(candidate, written));
    }

    private Repaired repaired(Candidate candidate, Conversion.Request written) {
        List<ParameterRepair> quirks =
                Vendors.adapter(candidate.target().provider()).quirks();
        return repairs.apply(quirks, candidate.target(), written.body(), written.lossy());
    }
}
