package io.keywell.upstream;

import io.keywell.catalog.Model.Target;
import io.keywell.core.Exchange;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.convert.Conversion;
import io.keywell.protocol.convert.Conversions;
import io.keywell.provider.Endpoint;
import io.keywell.provider.Vendors;
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

    private final Exchange exchange;
    private final Conversions conversions;
    private final Set<Feature> inexpressible = EnumSet.noneOf(Feature.class);
    private ChatSides.@Nullable Read read;
    private @Nullable Target known;
    private @Nullable Endpoint knownEndpoint;
    private boolean knownAble;

    Ability(Exchange exchange, Conversions conversions) {
        this.exchange = exchange;
        this.conversions = conversions;
    }

    @Override
    public boolean test(Target target) {
        // Asked again and again, for each pool of a target.
        if (target != known) {
            knownEndpoint = exchange.operation() == Operation.PASSTHROUGH ? null : ask(target);
            knownAble = able(target, knownEndpoint);
            known = target;
        }
        return knownAble;
    }

    private boolean able(Target target, @Nullable Endpoint endpoint) {
        if (endpoint == null) {
            return exchange.operation() == Operation.PASSTHROUGH;
        }
        if (endpoint.dialect() == exchange.dialect()) {
            return true;
        }
        Conversion conversion = exchange.operation() == Operation.CHAT
                ? conversions.find(exchange.dialect(), endpoint.dialect())
                : null;
        return conversion != null && carries(conversion, target.upstreamModel());
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

    /** Where the target takes this call; null when it does not offer it. */
    @Nullable
    Endpoint endpoint(Target target) {
        return target == known ? knownEndpoint : ask(target);
    }

    private @Nullable Endpoint ask(Target target) {
        return Vendors.adapter(target.provider())
                .endpoint(exchange.operation(), exchange.dialect(), target.upstreamModel(), exchange.stream());
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
        String operation = exchange.operation().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return GatewayError.invalid("No provider of model '" + model + "' offers " + operation + ".", "model");
    }
}
