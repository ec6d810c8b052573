package io.keywell.catalog;

import io.keywell.core.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One immutable state of everything that is configured. Replaced as a whole, never changed; a request keeps the one it
 * started with.
 */
public final class Catalog {

    private final Map<String, Provider> providers;
    private final Map<String, Model> models;
    private final ConsumerKeys consumers;
    private final Map<String, List<String>> prefixes;

    /**
     * @param providers by name
     * @param models by name
     * @param consumers callers by the hash of their keys
     * @param prefixes well-known beginnings of model names to the names of the providers that offer them
     */
    public Catalog(
            Map<String, Provider> providers,
            Map<String, Model> models,
            ConsumerKeys consumers,
            Map<String, List<String>> prefixes) {
        this.providers = Map.copyOf(providers);
        this.models = Map.copyOf(models);
        this.consumers = consumers;
        this.prefixes = Map.copyOf(prefixes);
    }

    /** The model that a caller's name leads to: a configured name, {@code provider/model}, or a well-known prefix. */
    public @Nullable Model resolve(String name) {
        Model configured = models.get(name);
        if (configured != null) {
            return configured.state() == Model.State.DRAFT ? null : configured;
        }
        int slash = name.indexOf('/');
        if (slash > 0 && slash < name.length() - 1) {
            Provider provider = providers.get(name.substring(0, slash));
            if (provider != null) {
                return adHoc(name, List.of(provider), name.substring(slash + 1));
            }
        }
        return byPrefix(name);
    }

    private @Nullable Model byPrefix(String name) {
        for (Map.Entry<String, List<String>> entry : prefixes.entrySet()) {
            if (name.startsWith(entry.getKey())) {
                return adHoc(name, entry.getValue().stream().map(providers::get).toList(), name);
            }
        }
        return null;
    }

    private static Model adHoc(String name, List<Provider> offering, String upstreamModel) {
        List<Model.Target> targets = offering.stream()
                .map(provider -> new Model.Target(provider, upstreamModel, 0, 1))
                .toList();
        return new Model(name, targets, -1, Model.State.PUBLISHED, null);
    }

    public @Nullable Consumer consumer(Secret credential) {
        return consumers.find(credential);
    }

    public @Nullable Provider provider(String name) {
        return providers.get(name);
    }

    public Collection<Provider> providers() {
        return providers.values();
    }

    public Collection<Model> models() {
        return models.values();
    }

    public Collection<Consumer> consumers() {
        return consumers.all();
    }
}
