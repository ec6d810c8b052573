package io.keywell.architecture;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.GatewayError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The described interface keeps step with the error codes of the program and refers to nothing that is not there. */
class OpenApiDocumentTest {

    /** Told in the provider's words, or about paths that the document does not have. */
    private static final Set<GatewayError.Kind> NOT_DESCRIBED = EnumSet.of(
            GatewayError.Kind.CONTENT_FILTERED, GatewayError.Kind.NOT_FOUND, GatewayError.Kind.METHOD_NOT_ALLOWED);

    private final Map<String, Object> document = read();

    @Test
    void everyErrorCodeHasAnExample() {
        Stream<String> codes = EnumSet.complementOf(EnumSet.copyOf(NOT_DESCRIBED)).stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT));

        assertThat(examples().keySet()).containsExactlyInAnyOrderElementsOf(codes.toList());
    }

    @Test
    void anExampleCarriesTheCodeThatItIsNamedBy() {
        assertThat(examples()).allSatisfy((name, example) -> assertThat(at(example, "value", "error", "code"))
                .isEqualTo(name));
    }

    @Test
    void everyCallToAModelTellsEveryError() {
        Set<?> errors = Set.of("400", "401", "403", "404", "410", "413", "429", "502", "503", "504");

        assertThat(List.of(
                        "/v1/chat/completions",
                        "/v1/completions",
                        "/v1/embeddings",
                        "/v1/responses",
                        "/v1/moderations",
                        "/v1/images/generations",
                        "/v1/audio/speech",
                        "/v1/audio/transcriptions",
                        "/v1/audio/translations",
                        "/v1/images/edits",
                        "/v1/rerank"))
                .allSatisfy(path -> assertThat(map(at(document, "paths", path, "post", "responses")).keySet().stream()
                                .filter(status -> !status.equals("200"))
                                .collect(toSet()))
                        .isEqualTo(errors));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(references(document)).isNotEmpty().allSatisfy(reference -> assertThat(
                        at(document, reference.substring("#/".length()).split("/")))
                .isNotNull());
    }

    private Map<String, Object> examples() {
        return map(at(document, "components", "responses")).values().stream()
                .filter(response -> map(at(response, "content")).containsKey("application/json"))
                .flatMap(response -> map(at(response, "content", "application/json", "examples")).entrySet().stream())
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Stream<String> references(Object node) {
        if (node instanceof Collection<?> items) {
            return items.stream().flatMap(OpenApiDocumentTest::references);
        }
        if (!(node instanceof Map<?, ?> map)) {
            return Stream.empty();
        }
        Stream<String> own = map.get("$ref") instanceof String reference ? Stream.of(reference) : Stream.empty();
        return Stream.concat(own, map.values().stream().flatMap(OpenApiDocumentTest::references));
    }

    private static Object at(Object node, String... keys) {
        Object found = node;
        for (String key : keys) {
            found = map(found).get(key);
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    private static Map<String, Object> read() {
        try {
            return new Yaml().load(Files.readString(Path.of("src/main/resources/META-INF/openapi.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
