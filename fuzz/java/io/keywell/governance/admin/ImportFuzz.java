package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywell.catalog.config.KnownVendors;
import io.keywell.provider.Vendors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Exports of other gateways, and lists of keys: taken over or refused. */
public final class ImportFuzz {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ConfigRules RULES =
            new ConfigRules(new KnownVendors(Vendors.directory(), Vendors.plannedKeyVariables()));

    private ImportFuzz() {}

    /** The first reading of a configuration loads so much that it would be taken for one that hangs. */
    public static void fuzzerInitialize() {
        keys("name,secret");
    }

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        for (String format : List.of("litellm", "gpt-load", "one-api")) {
            try {
                ImportResource.draft(format, text, MAPPER);
            } catch (Refused refused) {
                // What it is for.
            }
        }
        keys(text);
    }

    private static void keys(String text) {
        KeyLines lines = KeyLines.read(text, Set.of("there"), Set.of("pool"), RULES, Map.of());
        for (KeyLines.Line line : lines.taken()) {
            if (!ConfigRules.name(line.name()).isEmpty()) {
                throw new IllegalStateException("a name that nobody may have");
            }
        }
    }
}
