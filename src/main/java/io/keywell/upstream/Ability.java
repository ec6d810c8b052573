package io.keywell.upstream;

import io.keywell.catalog.Model.Target;
import io.keywell.catalog.Pool;
import io.keywell.core.Dialect;
import io.keywell.core.Exchange;
import io.keywell.core.Failure;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.convert.Conversion;
import io.keywell.protocol.convert.Conversions;
import io.keywell.protocol.convert.Embeddings;
import io.keywell.provider.Endpoint;
import io.keywell.provider.ParameterRepair;
import io.keywell.provider.Vendors;
import io.keywell.upstream.Makers.Maker;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which targets can serve a request at all: those that offer its operation and speak its dialect, or another one that
 * can express it. The request is read for a conversion when the first target of another dialect is looked at, and never
 * again. For one request, on one thread at a time.
 */
final class Ability implements Predicate<Target> {

    private static final ParameterRepair FIXED = new ParameterRepair.FixedDimensions();

    private final Exchange exchange;
    private final Conversions conversions;
    private final @Nullable Maker maker;
    private final Set<Feature> inexpressible = EnumSet.noneOf(Feature.class);
    private ChatSides.@Nullable Read read;
    private @Nullable Target known;
    private @Nullable Way knownWay;
    private boolean knownAble;
    private @Nullable Embeddings embeddings;
    private boolean embeddingsRead;
    private boolean dimensionsUnheard;

    /**
     * @param maker whose answer the request goes on with, null for nobody's that is known
     */
    Ability(Exchange exchange, Conversions conversions, @Nullable Maker maker) {
        this.exchange = exchange;
        this.maker = maker;
        this.conversions = conversions;
    }

    /**
     * How a target is asked.
     *
     * @param conversion null when the call goes as it came, and for embeddings of another form
     */
    record Way(Endpoint endpoint, @Nullable Conversion conversion) {

        /** Whether the provider takes what the caller wrote. */
        boolean isAsItCame(Dialect caller) {
            return conversion == null && endpoint.dialect() == caller && !endpoint.predicts();
        }
    }

    @Override
    public boolean test(Target target) {
        // Asked again and again, for each pool of a target.
        if (target != known) {
            knownWay = exchange.operation() == Operation.PASSTHROUGH ? null : ask(target);
            knownAble = able(target, knownWay);
            known = target;
        }
        return knownAble;
    }

    private boolean able(Target target, @Nullable Way way) {
        if (way == null) {
            return exchange.operation() == Operation.PASSTHROUGH;
        }
        if (way.conversion() != null) {
            return carries(way.conversion(), target.upstreamModel());
        }
        if (asksDimensionsOf(target)) {
            dimensionsUnheard = true;
            return false;
        }
        if (way.isAsItCame(exchange.dialect())) {
            return true;
        }
        Embeddings asked = embeddings();
        return asked != null && (!way.endpoint().predicts() || asked.isOnePrediction(target.upstreamModel()));
    }

    /** Whether vectors of some length are asked of a vendor that would give others. */
    private boolean asksDimensionsOf(Target target) {
        boolean fixed =
                isEmbedding() && Vendors.adapter(target.provider()).quirks().contains(FIXED);
        Embeddings asked = fixed ? embeddings() : null;
        return asked != null && asked.wantsDimensions();
    }

    private boolean isEmbedding() {
        return exchange.operation() == Operation.EMBEDDINGS || exchange.operation() == Operation.BATCH_EMBEDDINGS;
    }

    private boolean carries(Conversion conversion, String upstreamModel) {
        ChatRequest chat = chat(conversion);
        if (chat == null) {
            return false;
        }
        Set<Feature> missing = conversion.missing(chat, upstreamModel);
        inexpressible.addAll(missing);
        return missing.isEmpty();
    }

    /** Whether the pool is one that can go on with what the request builds on. */
    boolean suits(Pool pool) {
        return maker == null || maker.is(pool);
    }

    /** Whether the request builds on an answer, and the provider does not have it under that key: another one may. */
    boolean looksFurther(Failure failure) {
        return maker == null
                && exchange.facts().continues() != null
                && "previous_response_not_found".equals(failure.code());
    }

    /** How the target is asked; null when it does not offer this call. */
    @Nullable
    Way way(Target target) {
        return target == known ? knownWay : ask(target);
    }

    private @Nullable Way ask(Target target) {
        Operation operation = exchange.operation();
        Endpoint own = endpoint(target, operation);
        if (own != null && own.dialect() == exchange.dialect()) {
            return new Way(own, null);
        }
        if (operation == Operation.COMPLETIONS) {
            Endpoint chat = endpoint(target, Operation.CHAT);
            return chat == null ? null : new Way(chat, conversions.completions(chat.dialect()));
        }
        Conversion conversion =
                own != null && operation == Operation.CHAT ? conversions.find(exchange.dialect(), own.dialect()) : null;
        return own == null ? null : new Way(own, conversion);
    }

    private @Nullable Endpoint endpoint(Target target, Operation operation) {
        return Vendors.adapter(target.provider())
                .endpoint(operation, exchange.dialect(), target.upstreamModel(), exchange.stream());
    }

    /** The request, read for a provider that takes embeddings in another form; null when it is none that can be. */
    @Nullable
    Embeddings embeddings() {
        if (isEmbedding() && !embeddingsRead) {
            embeddings = exchange.dialect() == Dialect.GEMINI
                    ? Embeddings.gemini(exchange.body(), exchange.operation() == Operation.BATCH_EMBEDDINGS)
                    : Embeddings.openAi(exchange.body());
            embeddingsRead = true;
        }
        return embeddings;
    }

    /** The request, read for a conversion; null when it cannot be read so. */
    @Nullable
    ChatRequest chat(Conversion conversion) {
        ChatSides.Read known = read;
        if (known == null) {
            known = conversion.read(exchange.body(), exchange.model(), exchange.stream());
            read = known;
        }
        return known instanceof ChatSides.Read.Understood understood ? understood.request() : null;
    }

    /** Why no target of the model could be asked, as far as the request is the reason. */
    GatewayError nobody(String model) {
        if (read instanceof ChatSides.Read.Malformed malformed) {
            return malformed.error();
        }
        if (!inexpressible.isEmpty()) {
            String names = inexpressible.stream()
                    .map(feature -> feature.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .collect(Collectors.joining(", "));
            return GatewayError.invalid(
                    "No provider of model '" + model + "' can express what the request needs: " + names + ".", null);
        }
        if (dimensionsUnheard) {
            return GatewayError.invalid(
                    "No provider of model '" + model + "' can express what the request needs: dimensions.", null);
        }
        String operation = exchange.operation().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return GatewayError.invalid("No provider of model '" + model + "' offers " + operation + ".", "model");
    }
}
