package io.keywell.catalog.config;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.Model;
import io.keywell.catalog.Provider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays what operators have made over what is configured. Both are read by the same readers, so that the same is right and
 * wrong in both; but here a thing with a mistake is left out and told, and does not stop the others. Stateless.
 */
public final class Overlay {

    private final CatalogReader reader;

    public Overlay(CatalogReader reader) {
        this.reader = reader;
    }

    /**
     * What is laid over a configuration.
     *
     * @param providers by name
     * @param callers consumers by the hashes of their keys
     * @param models the properties of each model by its name, read anew for each catalog because they lead to providers
     */
    public record Parts(
            Map<String, Provider> providers, Map<Sha256, Consumer> callers, Map<String, Map<String, String>> models) {
        public Parts {
            providers = Map.copyOf(providers);
            callers = Map.copyOf(callers);
            models = Map.copyOf(models);
        }
    }

    /** @param problems of the models that were left out */
    public record Laid(Catalog catalog, List<Problem> problems) {}

    /**
     * Things of one kind from their properties, without a look at anything else.
     *
     * @param properties by full dotted names, of providers or consumers
     */
    public ConfigResult read(Map<String, String> properties) {
        return reader.read(properties, Map.of(), path -> {
            throw new IOException("files are for the configuration");
        });
    }

    /** The configured things and those of the parts whose names are free. */
    public Laid over(Catalog configured, Parts parts) {
        Map<String, Provider> providers = new HashMap<>(parts.providers());
        configured.providers().forEach(provider -> providers.put(provider.name(), provider));
        Map<Sha256, Consumer> callers = new HashMap<>(parts.callers());
        Set<String> taken = configured.consumerNames();
        callers.values().removeIf(consumer -> taken.contains(consumer.name()));
        List<Problem> problems = new ArrayList<>();
        Map<String, Model> models = new HashMap<>();
        parts.models().forEach((name, properties) -> {
            ModelResult result = model(properties, providers);
            if (result.problems().isEmpty()) {
                models.putAll(result.models());
            }
            problems.addAll(result.problems());
        });
        Catalog all = configured.with(providers, models, callers, reader.prefixes(providers));
        return new Laid(all, problems);
    }

    private record ModelResult(Map<String, Model> models, List<Problem> problems) {}

    private static ModelResult model(Map<String, String> properties, Map<String, Provider> providers) {
        Findings findings = new Findings();
        Node root = Node.tree(properties).child(KnownNames.ROOT);
        KnownNames.check(root, findings);
        ModelReader models = new ModelReader(new Fields(findings), findings, providers, providers.keySet());
        return new ModelResult(models.read(root.child("models")), findings.problems());
    }
}
