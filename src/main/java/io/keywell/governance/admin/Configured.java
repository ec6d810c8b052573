package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.catalog.Allowance;
import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Budget;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Key;
import io.keywell.catalog.LayeredCatalog;
import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Model;
import io.keywell.catalog.ModelPattern;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Price;
import io.keywell.catalog.Prices;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Team;
import io.keywell.catalog.Window;
import io.keywell.core.Cost;
import io.keywell.core.Secret;
import io.keywell.governance.store.MemberId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What comes from the configuration, shown like the rest; it is changed there and not here. */
@Singleton
final class Configured {

    private final LayeredCatalog layers;

    Configured(LayeredCatalog layers) {
        this.layers = layers;
    }

    @Nullable
    Provider provider(String name) {
        return catalog().provider(name);
    }

    boolean member(String kind, MemberId id) {
        return members(kind, id.provider())
                .anyMatch(entry -> entry.path("name").asText().equals(id.name()));
    }

    /** The names of a provider's keys or pools. */
    Set<String> memberNames(String kind, String provider) {
        return members(kind, provider).map(entry -> entry.path("name").asText()).collect(Collectors.toSet());
    }

    boolean team(String name) {
        return one("teams", name) != null;
    }

    boolean model(String name) {
        return catalog().model(name) != null;
    }

    boolean consumer(String name) {
        return catalog().consumers().stream()
                .anyMatch(consumer -> consumer.name().equals(name));
    }

    private Catalog catalog() {
        return layers.configured();
    }

    /** All of a kind, in any order. */
    Stream<ObjectNode> all(String kind) {
        return switch (kind) {
            case "providers" -> catalog().providers().stream().map(Configured::show);
            case "models" -> catalog().models().stream().map(Configured::show);
            case "consumers" -> catalog().consumers().stream().map(Configured::show);
            case "teams" -> catalog().teams().stream().map(Configured::show);
            case "prices" -> prices();
            default -> Stream.empty();
        };
    }

    @Nullable
    ObjectNode one(String kind, String name) {
        return all(kind)
                .filter(entry -> entry.path("name").asText().equals(name))
                .findFirst()
                .orElse(null);
    }

    private Stream<ObjectNode> prices() {
        return catalog().ownPrices().stream()
                .flatMap(row -> row.said() == null ? Stream.empty() : Stream.of(show(row.said(), row)));
    }

    private static ObjectNode show(Prices.Said said, Prices.Row row) {
        ObjectNode node = Json.put(entry(said.name()), "provider", said.provider());
        node.put("model", row.models().pattern());
        Price price = row.price();
        Json.putMoney(node, "input", price.input());
        Json.putMoney(node, "output", price.output());
        Json.putMoney(node, "cache-read", price.cacheRead());
        return Json.putMoney(node, "cache-write", price.cacheWrite());
    }

    /** Keys or pools of a provider. */
    Stream<ObjectNode> members(String kind, String providerName) {
        Provider provider = catalog().provider(providerName);
        if (provider == null) {
            return Stream.empty();
        }
        return kind.equals("pools")
                ? Stream.concat(provider.pools().stream(), provider.vacant().stream())
                        .map(Configured::show)
                : provider.pools().stream().flatMap(pool -> pool.keys().stream().map(key -> show(pool, key)));
    }

    private static ObjectNode entry(String name) {
        return Json.object().put("name", name).put("source", "configuration");
    }

    private static ObjectNode show(Provider provider) {
        ObjectNode node = entry(provider.name()).put("type", provider.type()).put("base-url", text(provider.baseUrl()));
        if (!provider.options().isEmpty()) {
            ObjectNode options = node.putObject("options");
            provider.options().forEach(options::put);
        }
        return node;
    }

    static String text(BaseUrl url) {
        return (url.tls() ? "https://" : "http://") + url.host() + ":" + url.port() + url.path();
    }

    private static ObjectNode show(Pool pool) {
        ObjectNode node = entry(pool.name()).put("provider", pool.provider()).put("billing", pool.billing());
        ArrayNode limits = node.putArray("limits");
        pool.rules()
                .forEach(rule -> limits(
                        rule.limits(),
                        limits.addObject().put("model", rule.models().pattern())));
        return node;
    }

    private static ObjectNode show(Pool pool, Key key) {
        ObjectNode node = entry(key.name()).put("provider", pool.provider());
        Secret secret = key.secret();
        String last4 = secret == null ? null : KeyKind.last4(secret.reveal());
        Json.put(node, "secret", secret == null ? null : "..." + (last4 == null ? "" : last4));
        node.put("pool", pool.name()).put("weight", key.weight());
        patterns(node, key.models());
        node.put("state", key.state().name().toLowerCase(Locale.ROOT));
        date(node, "expires-at", key.expiresAtMillis());
        return node;
    }

    private static void date(ObjectNode node, String name, long millis) {
        if (millis != Long.MAX_VALUE) {
            node.put(name, Instant.ofEpochMilli(millis).toString());
        }
    }

    private static ObjectNode show(Team team) {
        ObjectNode node = entry(team.name());
        allowances(team.allowances(), node);
        return node;
    }

    private static void allowances(List<Allowance> allowances, ObjectNode node) {
        allowances.forEach(allowance -> {
            Budget budget = allowance.budget();
            if (budget == null) {
                limits(allowance.limits(), node.putObject("limits"));
            } else {
                Json.putMoney(node.putObject("budget"), "amount", budget.micros())
                        .put("currency", Cost.CURRENCY)
                        .put("period", budget.window().period().name().toLowerCase(Locale.ROOT))
                        .put("soft", budget.soft())
                        .put("zone", budget.window().zone().getId());
            }
        });
    }

    private static ObjectNode show(Model model) {
        Lifecycle life = model.lifecycle();
        ObjectNode node = entry(model.name()).put("state", life.state().name().toLowerCase(Locale.ROOT));
        ArrayNode targets = node.putArray("targets");
        model.targets().forEach(target -> targets.addObject()
                .put("provider", target.provider().name())
                .put("model", target.upstreamModel())
                .put("tier", target.tier())
                .put("weight", target.weight()));
        wait(node, model.maxWaitMillis());
        date(node, "deprecated-at", life.deprecatedAtMillis());
        date(node, "sunset", life.sunsetMillis());
        return Json.put(node, "successor", life.successor());
    }

    private static ObjectNode show(Consumer consumer) {
        ObjectNode node = Json.put(entry(consumer.name()), "team", consumer.team());
        patterns(node, consumer.models());
        node.put("priority", consumer.priority());
        allowances(consumer.allowances().stream().filter(own -> !own.shared()).toList(), node);
        wait(node, consumer.maxWaitMillis());
        return node;
    }

    private static void patterns(ObjectNode node, List<ModelPattern> patterns) {
        if (!patterns.isEmpty()) {
            ArrayNode list = node.putArray("models");
            patterns.forEach(pattern -> list.add(pattern.pattern()));
        }
    }

    private static void wait(ObjectNode node, long millis) {
        if (millis >= 0) {
            node.put("max-wait", millis + "ms");
        }
    }

    private static ObjectNode limits(Limits limits, ObjectNode node) {
        for (Limits.Limit limit : limits.all()) {
            node.put(limit.dimension().key(), limit.amount());
            if (limit.window() instanceof Window.Midnight midnight) {
                node.put("window", "midnight:" + midnight.zone());
            } else if (limit.window() instanceof Window.Fixed) {
                node.put("window", "fixed");
            }
        }
        return node;
    }
}
