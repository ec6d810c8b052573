package io.keywell.catalog;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What configuration must know of a vendor; the rows stand in the {@code provider} package.
 *
 * @param type its name in {@code keywell.providers.*.type}
 * @param baseUrl its public address, null when each installation has its own or the options decide it
 * @param keyVariables environment variables that hold one or many keys separated by commas, as the vendor names them
 * @param modelPrefixes beginnings of model names that belong to this vendor without further configuration
 * @param keyless whether it can be called without a key
 */
public record Vendor(
        String type,
        @Nullable String baseUrl,
        List<String> keyVariables,
        List<String> modelPrefixes,
        boolean keyless,
        Setup setup) {

    /** A vendor that is told nothing but its keys. */
    public Vendor(
            String type,
            @Nullable String baseUrl,
            List<String> keyVariables,
            List<String> modelPrefixes,
            boolean keyless) {
        this(type, baseUrl, keyVariables, modelPrefixes, keyless, Setup.PLAIN);
    }

    /** Its public address for a provider with these options, null when each installation has its own. */
    public @Nullable String address(Map<String, String> options) {
        return setup.address() == null ? baseUrl : setup.address().apply(options);
    }

    /**
     * What a provider of this vendor must be told.
     *
     * @param options those of {@code keywell.providers.*.options}
     * @param address makes the public address from the options, all needed ones given; null when they do not decide it
     * @param documents whether a key is a JSON document, such as a service account's, rather than one word
     */
    public record Setup(
            List<Option> options,
            @Nullable Function<Map<String, String>, @Nullable String> address,
            boolean documents) {

        public static final Setup PLAIN = new Setup(List.of(), null, false);

        public Setup {
            options = List.copyOf(options);
        }
    }

    /**
     * @param name as configured and as it stands in {@link Provider#options()}
     * @param alias another name that is understood, null for none
     * @param variable the vendor's own environment variable for it, null for none
     * @param meaning for the message when it is missing
     */
    public record Option(
            String name, @Nullable String alias, @Nullable String variable, boolean needed, String meaning) {}
}
