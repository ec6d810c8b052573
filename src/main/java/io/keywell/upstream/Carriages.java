package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Exchange;
import io.keywell.core.Exchange.Passthrough;
import io.keywell.core.Upload;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.convert.Conversion;
import io.keywell.protocol.convert.Conversions;
import io.keywell.protocol.dialect.Protocols;
import io.keywell.provider.Endpoint;
import io.keywell.provider.ParameterRepair;
import io.keywell.provider.Vendors;
import io.keywell.routing.Candidate;
import java.util.List;

/** Decides how an attempt is carried: as it came where the candidate speaks the caller's dialect, else converted. */
final class Carriages {

    private static final ParameterRepair TOLD_UNASKED = new ParameterRepair.Needless("stream_options");

    private final Conversions conversions;
    private final Repairs repairs;

    Carriages(Conversions conversions, Repairs repairs) {
        this.conversions = conversions;
        this.repairs = repairs;
    }

    /** For a candidate that the walk's plan allows. */
    Carriage of(Walk walk, Candidate candidate) {
        Exchange exchange = walk.exchange();
        Passthrough own = exchange.passthrough();
        if (own != null) {
            return new PassthroughCarriage(exchange, own);
        }
        Endpoint endpoint = walk.ability().endpoint(candidate.target());
        if (endpoint == null) {
            throw new IllegalStateException(candidate.provider() + " does not offer " + exchange.operation());
        }
        Upload upload = exchange.upload();
        if (upload != null) {
            return new UploadCarriage(
                    exchange,
                    upload,
                    Protocols.of(exchange.dialect()),
                    endpoint.path(),
                    candidate.target().upstreamModel());
        }
        return endpoint.dialect() == exchange.dialect()
                ? asItCame(exchange, candidate, endpoint.path())
                : converted(walk, candidate, endpoint);
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

    private ConvertedCarriage converted(Walk walk, Candidate candidate, Endpoint endpoint) {
        Exchange exchange = walk.exchange();
        Conversion conversion = conversion(exchange.dialect(), endpoint.dialect());
        ChatRequest chat = walk.ability().chat(conversion);
        if (chat == null) {
            throw new IllegalStateException("a request that cannot be converted was sent to " + candidate.provider());
        }
        Conversion.Request written = conversion.request(chat, candidate.target().upstreamModel());
        return new ConvertedCarriage(
                exchange,
                conversion,
                chat,
                endpoint.path(),
                repairs.apply(
                        Vendors.adapter(candidate.target().provider()).quirks(),
                        candidate.target(),
                        written.body(),
                        written.lossy()));
    }

    private Conversion conversion(Dialect from, Dialect to) {
        Conversion conversion = conversions.find(from, to);
        if (conversion == null) {
            throw new IllegalStateException("nothing converts " + from + " to " + to);
        }
        return conversion;
    }
}
