package io.keywell.provider;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Dimension;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Observation;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Any vendor that speaks OpenAI's dialect; all that distinguishes them is the row. */
final class OpenAiCompatibleAdapter implements ProviderAdapter {

    private static final HeaderView NO_HEADERS = name -> null;

    private final VendorRow row;

    OpenAiCompatibleAdapter(VendorRow row) {
        this.row = row;
    }

    @Override
    public @Nullable Endpoint endpoint(Operation operation, Dialect caller, String upstreamModel, boolean stream) {
        String path = row.paths().get(operation);
        return path == null ? null : new Endpoint(path, Dialect.OPENAI);
    }

    @Override
    public void authorize(@Nullable Secret secret, Outgoing request, BiConsumer<String, String> header) {
        if (secret != null) {
            header.accept("authorization", "Bearer " + secret.reveal());
        }
    }

    @Override
    public Failure classify(int status, HeaderView headers, Bytes body, long nowMillis) {
        return failure(status, headers, ErrorExtract.read(body), nowMillis);
    }

    @Override
    public Failure classifyInside(Bytes errorJson, long nowMillis) {
        ErrorFacts facts = ErrorExtract.read(errorJson);
        return failure(FamilyRules.statusInside(facts), NO_HEADERS, facts, nowMillis);
    }

    @Override
    public void observe(HeaderView headers, long nowMillis, Consumer<Observation> sink) {
        row.headers().observe(headers, nowMillis, sink);
    }

    private Failure failure(int status, HeaderView headers, ErrorFacts facts, long nowMillis) {
        FailureRule rule = row.rule(status, facts);
        Dimension dimension = dimension(rule, facts);
        // An empty window says nothing of how long an overload lasts.
        RateHeaders rates = namesLimit(rule.type()) ? row.headers() : RateHeaders.NONE;
        AnswerHints hints = AnswerHints.read(headers, facts, rates, dimension, nowMillis);
        Wait.Span span = rule.lasts().span(rule.type(), hints, nowMillis);
        boolean callers = rule.type().callersFault();
        return new Failure(
                span.type(),
                rule.scope(),
                dimension,
                span.untilMillis(),
                span.source(),
                facts.code(),
                callers ? clean(facts.message()) : null,
                callers ? clean(facts.param()) : null,
                namesLimit(rule.type()) ? LimitText.limit(facts) : 0);
    }

    private static @Nullable Dimension dimension(FailureRule rule, ErrorFacts facts) {
        if (rule.dimension() != null) {
            return rule.dimension();
        }
        return namesLimit(rule.type()) ? LimitText.dimension(facts) : null;
    }

    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : Redaction.clean(text);
    }

    private static boolean namesLimit(FailureClass type) {
        return switch (type) {
            case RATE_SHORT, RATE_LONG, TOO_BIG_FOR_POOL -> true;
            default -> false;
        };
    }
}
