package io.keywell.boot;

import io.keywell.catalog.config.CatalogReader;
import io.keywell.catalog.config.Problem;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalog's properties from the sources that Quarkus has, the mounted file each time anew. Expressions and
 * profiles are resolved; variables are kept apart, because which property they mean is the catalog's to decide.
 */
final class PropertySources {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)");

    private final MountedFile file;
    private final List<ConfigSource> unchanging = new ArrayList<>();
    private final List<String> profiles;
    private final Map<String, String> environment = new HashMap<>();

    PropertySources(SmallRyeConfig running) {
        this.file =
                MountedFile.named(running.getConfigValue(MountedFile.PROPERTY).getValue());
        this.profiles = running.getProfiles();
        List<EnvConfigSource> variables = new ArrayList<>();
        running.getConfigSources().forEach(source -> {
            if (source instanceof EnvConfigSource env) {
                variables.add(env);
                unchanging.add(new WithoutNames(env));
            } else if (!source.getName().startsWith(MountedFile.SOURCE)) {
                unchanging.add(source);
            }
        });
        // Sources come with the highest rank first: what is put last wins.
        for (int i = variables.size() - 1; i >= 0; i--) {
            environment.putAll(variables.get(i).getProperties());
        }
    }

    /**
     * @param properties by their dotted names
     * @param environment variables, of the process and of a {@code .env} file
     * @param problems with the file and with expressions
     */
    record Snapshot(Map<String, String> properties, Map<String, String> environment, List<Problem> problems) {}

    MountedFile file() {
        return file;
    }

    Snapshot read() {
        List<Problem> problems = new ArrayList<>();
        List<ConfigSource> sources = new ArrayList<>(unchanging);
        MountedFile.Content content = file.read();
        if (content.source() != null) {
            sources.add(content.source());
        }
        if (content.problem() != null) {
            problems.add(content.problem());
        }
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(sources)
                .addDefaultInterceptors()
                .withProfiles(profiles)
                .build();
        Map<String, String> properties = new HashMap<>();
        values(config).forEach((name, value) -> {
            if (value.hasProblems()) {
                problems.add(unresolved(name, value));
            } else if (value.getValue() != null) {
                properties.put(name, value.getValue());
            }
        });
        return new Snapshot(properties, environment, problems);
    }

    private static Map<String, ConfigValue> values(SmallRyeConfig config) {
        Map<String, ConfigValue> values = new TreeMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith("keywell.")) {
                values.put(name, config.getConfigValue(name));
            }
        }
        dropOverriddenLists(values);
        return values;
    }

    /** A list of a higher source replaces that of a lower one; mixed by index they would make a third. */
    private static void dropOverriddenLists(Map<String, ConfigValue> values) {
        Map<String, Integer> highest = new HashMap<>();
        values.forEach((name, value) -> highest.merge(list(name), value.getConfigSourceOrdinal(), Math::max));
        values.entrySet()
                .removeIf(entry ->
                        entry.getValue().getConfigSourceOrdinal() < highest.getOrDefault(list(entry.getKey()), 0));
    }

    private static String list(String name) {
        int index = name.indexOf('[');
        return index < 0 ? name : name.substring(0, index);
    }

    /** Names what is missing but not the text around it, which may hold a secret. */
    private static Problem unresolved(String name, ConfigValue value) {
        Set<String> references = new TreeSet<>();
        Matcher matcher = REFERENCE.matcher(value.getRawValue());
        while (matcher.find()) {
            references.add("${" + matcher.group(1) + "}");
        }
        String found =
                references.isEmpty() ? "a wrong expression" : String.join(" or ", references) + " without a value";
        return new Problem(name, found, "a variable that is set, or a default as in ${NAME:default}");
    }

    /** Variables for expressions only: as properties they are ambiguous. */
    private record WithoutNames(EnvConfigSource variables) implements ConfigSource {

        @Override
        public Set<String> getPropertyNames() {
            return Set.of();
        }

        @Override
        public @Nullable String getValue(String name) {
            return CatalogReader.owns(name) ? null : variables.getValue(name);
        }

        @Override
        public String getName() {
            return variables.getName();
        }

        @Override
        public int getOrdinal() {
            return variables.getOrdinal();
        }
    }
}
