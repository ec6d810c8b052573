package io.keywell.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Those who make clients read the document with a parser of their own. */
class OpenApiParsedTest {

    /** Nobody can say what passes through, and a sound is no text. */
    private static final Set<String> WITHOUT_EXAMPLES = Set.of("*/*", "audio/*");

    private final SwaggerParseResult parsed = parse();

    private static SwaggerParseResult parse() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        try {
            String document = Files.readString(Path.of("src/main/resources/META-INF/openapi.yaml"));
            return new OpenAPIV3Parser().readContents(document, null, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anotherParserHasNothingToSay() {
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getSpecVersion()).isEqualTo(SpecVersion.V31);
        assertThat(parsed.getOpenAPI().getPaths()).hasSizeGreaterThan(50);
    }

    @Test
    void everythingThatIsSentOrAnsweredHasAnExample() {
        List<String> missing = new ArrayList<>();
        parsed.getOpenAPI().getPaths().forEach((path, item) -> item.readOperationsMap()
                .forEach((method, operation) -> look(method + " " + path, operation, missing)));

        assertThat(missing).isEmpty();
    }

    private static void look(String what, Operation operation, List<String> missing) {
        if (operation.getRequestBody() != null) {
            look(what, operation.getRequestBody().getContent(), missing);
        }
        operation.getResponses().forEach((status, response) -> {
            if (status.startsWith("2") && response.getContent() != null) {
                look(what + " " + status, response.getContent(), missing);
            }
        });
    }

    private static void look(String what, Content content, List<String> missing) {
        content.forEach((type, media) -> {
            if (!WITHOUT_EXAMPLES.contains(type) && !hasExample(media)) {
                missing.add(what + " " + type);
            }
        });
    }

    private static boolean hasExample(MediaType media) {
        return media.getExample() != null
                || media.getExamples() != null && !media.getExamples().isEmpty();
    }
}
