package io.keywell.catalog.config;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.AnonymousAccess;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Team;
import io.keywell.core.QuotaKey;
import io.keywell.core.Secret;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code keywell.consumers} and {@code keywell.auth}. */
final class ConsumerReader {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final Fields fields;
    private final Findings findings;
    private final LimitsReader limits;
    private final BudgetReader budgets;
    private final Map<String, Team> teams;
    private final Map<Sha256, Consumer> byHash = new HashMap<>();

    /** @param teams by name; empty when teams are only names */
    ConsumerReader(
            Fields fields, Findings findings, LimitsReader limits, BudgetReader budgets, Map<String, Team> teams) {
        this.fields = fields;
        this.findings = findings;
        this.limits = limits;
        this.budgets = budgets;
        this.teams = teams;
    }

    ConsumerKeys read(Node node) {
        node.named().forEach((name, consumer) -> {
            if (!name.equals(AnonymousAccess.CONSUMER) && fields.nameFits(consumer, name)) {
                readKeys(consumer, consumer(name, consumer));
            }
        });
        return new ConsumerKeys(byHash);
    }

    /** {@code auth.anonymous}, and {@code consumers.anonymous} for what such callers may do. */
    AnonymousAccess readAnonymous(Node auth, Node consumers) {
        Node settings = consumers.child(AnonymousAccess.CONSUMER);
        for (String name : List.of("key", "keys", "key-sha256")) {
            if (settings.child(name).isPresent()) {
                refuseKey(settings.child(name));
            }
        }
        AnonymousAccess.Scope scope = scope(auth.child("anonymous"));
        if (scope == AnonymousAccess.Scope.NONE && settings.isPresent()) {
            findings.warn(settings.path() + ": not used, because keywell.auth.anonymous is false");
        }
        return new AnonymousAccess(scope, consumer(AnonymousAccess.CONSUMER, settings));
    }

    private void refuseKey(Node node) {
        findings.add(Problem.hidden(node.path(), "nothing: this consumer stands for callers without a key"));
    }

    /** One whose keys are known already; null when it cannot have any, which is told. */
    @Nullable
    Consumer withKeys(String name, Node node) {
        if (name.equals(AnonymousAccess.CONSUMER)) {
            refuseKey(node.child("key-sha256"));
            return null;
        }
        return fields.nameFits(node, name) ? consumer(name, node) : null;
    }

    private AnonymousAccess.Scope scope(Node node) {
        String text = node.value();
        if (text == null || text.equals("false")) {
            return AnonymousAccess.Scope.NONE;
        }
        if (text.equals("true")) {
            findings.warn(node.path() + ": true lets everybody who reaches the port spend the keys");
            return AnonymousAccess.Scope.ALL;
        }
        if (!text.equals("loopback")) {
            findings.add(Problem.wrong(node.path(), text, "true, false or loopback"));
            return AnonymousAccess.Scope.NONE;
        }
        return AnonymousAccess.Scope.LOOPBACK;
    }

    private Consumer consumer(String name, Node node) {
        QuotaKey account = QuotaKey.consumer(name);
        Limits own = limits.read(node.child("limits"));
        List<Allowance> allowances = Stream.concat(
                        Allowance.of(account, own, budgets.read(node.child("budget"))).stream(),
                        team(node.child("team")).stream())
                .toList();
        return new Consumer(
                name,
                node.child("team").value(),
                fields.patterns(node.child("models")),
                fields.number(node.child("priority"), 1, 16, Consumer.DEFAULT_PRIORITY),
                own,
                fields.wait(node.child("max-wait"), -1),
                account,
                allowances);
    }

    /** What it shares with its team. Once teams are configured, a name that is none of theirs is taken for a mistake. */
    private List<Allowance> team(Node node) {
        String name = node.value();
        Team team = name == null ? null : teams.get(name);
        if (team != null) {
            return team.allowances();
        }
        if (name != null && !teams.isEmpty()) {
            String expected = Suggestion.oneOf(teams.keySet()) + Suggestion.didYouMean(name, teams.keySet());
            findings.add(Problem.wrong(node.path(), name, expected));
        }
        return List.of();
    }

    private void readKeys(Node node, Consumer consumer) {
        Node key = node.child("key");
        Node keys = node.child("keys");
        Node hashes = node.child("key-sha256");
        String single = key.value();
        if (single != null) {
            addSecret(key, single, consumer);
        }
        keys.list().forEach(text -> addSecret(keys, text, consumer));
        for (String hex : hashes.list()) {
            if (SHA_256.matcher(hex).matches()) {
                add(hashes, new Sha256(HexFormat.of().parseHex(hex)), consumer);
            } else {
                findings.add(Problem.hidden(hashes.path(), "the SHA-256 of a key as 64 hexadecimal digits"));
            }
        }
        if (single == null && keys.list().isEmpty() && hashes.list().isEmpty()) {
            findings.add(Problem.missing(node.path(), "key, keys or key-sha256"));
        }
    }

    private void addSecret(Node node, String text, Consumer consumer) {
        Secret secret = fields.secret(node.path(), text);
        if (secret != null) {
            add(node, Sha256.of(secret.reveal()), consumer);
        }
    }

    private void add(Node node, Sha256 hash, Consumer consumer) {
        Consumer first = byHash.putIfAbsent(hash, consumer);
        if (first != null && !first.name().equals(consumer.name())) {
            findings.add(Problem.hidden(node.path(), "a key of its own; consumer " + first.name() + " has the same"));
        }
    }
}
