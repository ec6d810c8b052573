package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.Vendor;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration in a test: properties, variables and secret files, and what becomes of them. */
final class Configured {

    static final KnownVendors VENDORS = new KnownVendors(
            List.of(
                    new Vendor(
                            "openai",
                            "https://api.openai.com/v1",
                            List.of("OPENAI_API_KEY", "OPENAI_API_KEYS"),
                            List.of("gpt-", "o3"),
                            false),
                    new Vendor(
                            "groq",
                            "https://api.groq.com/openai/v1",
                            List.of("GROQ_API_KEY"),
                            List.of("gpt-oss-"),
                            false),
                    new Vendor("ollama", "http://localhost:11434/v1", List.of(), List.of(), true),
                    new Vendor("vllm", null, List.of("VLLM_API_KEY"), List.of(), true),
                    new Vendor("openai-compatible", null, List.of(), List.of(), false)),
            Map.of("anthropic", List.of("ANTHROPIC_API_KEY"), "azure-openai", List.of("AZURE_OPENAI_API_KEY")));

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> files = new HashMap<>();

    /** Lines of {@code name=value}; names without {@code keywell.} in front. */
    static Configured with(String... lines) {
        Configured configured = new Configured();
        for (String line : lines) {
            int equals = line.indexOf('=');
            configured.properties.put("keywell." + line.substring(0, equals), line.substring(equals + 1));
        }
        return configured;
    }

    Configured env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Configured file(String path, String text) {
        files.put(path, text);
        return this;
    }

    ConfigResult read() {
        return new CatalogReader(VENDORS).read(properties, environment, this::readFile);
    }

    /** With other vendors, and these variables besides. */
    ConfigResult read(KnownVendors vendors, Map<String, String> more) {
        environment.putAll(more);
        return new CatalogReader(vendors).read(properties, environment, this::readFile);
    }

    private String readFile(String path) throws IOException {
        String text = files.get(path);
        if (text == null) {
            throw new NoSuchFileException(path);
        }
        return text;
    }

    Catalog catalog() {
        return accepted().catalog();
    }

    ConfigResult.Accepted accepted() {
        ConfigResult result = read();
        assertThat(result).isInstanceOf(ConfigResult.Accepted.class);
        return (ConfigResult.Accepted) result;
    }

    List<String> warnings() {
        return accepted().warnings();
    }

    List<String> problems() {
        ConfigResult result = read();
        assertThat(result).isInstanceOf(ConfigResult.Rejected.class);
        return ((ConfigResult.Rejected) result)
                .problems().stream().map(Problem::toString).toList();
    }
}
