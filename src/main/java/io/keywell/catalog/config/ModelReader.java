package io.keywell.catalog.config;

import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Model;
import io.keywell.catalog.Provider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code keywell.models}. */
final class ModelReader {

    private static final int HIGHEST_TIER = 100;
    private static final int HIGHEST_WEIGHT = 1_000;

    private final Fields fields;
    private final Findings findings;
    private final Map<String, Provider> providers;
    private final Set<String> names;

    /**
     * @param providers those without a problem
     * @param configured the names of all providers, so that one with a problem is not called unknown as well
     */
    ModelReader(Fields fields, Findings findings, Map<String, Provider> providers, Set<String> configured) {
        this.fields = fields;
        this.findings = findings;
        this.providers = providers;
        this.names = new TreeSet<>(configured);
        this.names.addAll(providers.keySet());
    }

    Map<String, Model> read(Node node) {
        Map<String, Model> models = new TreeMap<>();
        node.named().forEach((name, model) -> {
            if (fields.modelNameFits(model, name)) {
                models.put(name, model(name, model));
            }
        });
        return models;
    }

    private Model model(String name, Node node) {
        Model.State state = fields.oneOf(node.child("state"), Model.State.class, Model.State.PUBLISHED);
        List<Node> items = node.child("targets").items();
        if (items.isEmpty() && state != Model.State.RETIRED) {
            findings.add(Problem.missing(node.child("targets").path(), "at least one target: a provider and a model"));
        }
        List<Model.Target> targets = new ArrayList<>();
        for (Node item : items) {
            Model.Target target = target(item);
            if (target != null) {
                targets.add(target);
            }
        }
        Lifecycle lifecycle = lifecycle(state, node);
        return new Model(name, targets, fields.wait(node.child("max-wait"), -1), lifecycle);
    }

    private Lifecycle lifecycle(Model.State state, Node node) {
        long deprecatedAt = millis(fields.instant(node.child("deprecated-at")));
        Node sunset = node.child("sunset");
        long retiredAt = millis(fields.instant(sunset));
        if (deprecatedAt != Lifecycle.NEVER && retiredAt < deprecatedAt) {
            findings.add(new Problem(
                    sunset.path(), "a time before " + Instant.ofEpochMilli(deprecatedAt), "one after deprecated-at"));
        }
        Node successor = node.child("successor");
        String next = successor.value();
        boolean fits = next == null || fields.modelNameFits(successor, next);
        return new Lifecycle(state, deprecatedAt, retiredAt, fits ? next : null);
    }

    private static long millis(@Nullable Instant instant) {
        return instant == null ? Lifecycle.NEVER : instant.toEpochMilli();
    }

    private Model.@Nullable Target target(Node node) {
        Provider provider = provider(node.child("provider"));
        String model = node.child("model").value();
        if (model == null) {
            findings.add(Problem.missing(node.child("model").path(), "the provider's name of a model"));
        }
        int tier = fields.number(node.child("tier"), 0, HIGHEST_TIER, 0);
        int weight = fields.number(node.child("weight"), 1, HIGHEST_WEIGHT, 1);
        return provider == null || model == null ? null : new Model.Target(provider, model, tier, weight);
    }

    private @Nullable Provider provider(Node node) {
        String name = node.value();
        String expected = names.isEmpty() ? "a configured provider; there is none" : Suggestion.oneOf(names);
        if (name == null) {
            findings.add(Problem.missing(node.path(), expected));
            return null;
        }
        if (!names.contains(name)) {
            findings.add(Problem.wrong(node.path(), name, expected + Suggestion.didYouMean(name, names)));
        }
        return providers.get(name);
    }
}
