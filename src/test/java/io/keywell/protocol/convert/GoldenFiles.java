package io.keywell.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The golden files on disk. Inputs stand once for each dialect, expectations once for each pair:
 *
 * <pre>
 *   golden/openai/tools.request.json             what an OpenAI caller sends
 *   golden/openai-gemini/tools.upstream.json     what Gemini gets for it
 *   golden/openai-gemini/tools.notes.json        what of it was lost, or why it cannot go there
 *   golden/gemini/tools.answer.json              what Gemini answers
 *   golden/openai-gemini/tools.reply.json        what the OpenAI caller gets for it
 *   golden/gemini/tools.stream                   what Gemini streams (event blocks, also for binary transports)
 *   golden/openai-gemini/tools.events            what the OpenAI caller gets for it
 * </pre>
 *
 * With {@code -Dgolden.write=true} the expectations are written instead of compared; the difference is then for a reader
 * of the change to judge.
 */
final class GoldenFiles {

    private static final Path ROOT = Path.of("src/test/resources/golden");
    private static final boolean WRITE = Boolean.getBoolean("golden.write");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private GoldenFiles() {}

    /** Names of the cases for which the dialect has an input, such as all that end with {@code .request.json}. */
    static List<String> cases(Dialect dialect, String ending) {
        Path folder = ROOT.resolve(name(dialect));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Bytes input(Dialect dialect, String file) {
        try {
            return Bytes.of(Files.readAllBytes(ROOT.resolve(name(dialect)).resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares JSON by meaning, or writes it well laid out. */
    static void expectJson(Conversion pair, String file, JsonNode actual) {
        expect(pair, file, pretty(actual) + "\n");
    }

    static void expectJson(Conversion pair, String file, Bytes actual) {
        expectJson(pair, file, parse(actual));
    }

    /** Compares text, or writes it. */
    static void expect(Conversion pair, String file, String actual) {
        Path expected = ROOT.resolve(folder(pair)).resolve(file);
        try {
            if (WRITE) {
                Files.createDirectories(expected.getParent());
                Files.writeString(expected, actual);
                return;
            }
            assertThat(expected).as("made with -Dgolden.write=true").exists();
            assertThat(actual).as(expected.toString()).isEqualTo(Files.readString(expected));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes sure that no expectation stands there that nothing produces any more. */
    static void expectNone(Conversion pair, String file) {
        Path stale = ROOT.resolve(folder(pair)).resolve(file);
        try {
            if (WRITE) {
                Files.deleteIfExists(stale);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(stale).doesNotExist();
    }

    static JsonNode parse(Bytes json) {
        try {
            return JSON.readTree(json.array(), json.offset(), json.length());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text(json), e);
        }
    }

    static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    static String text(Bytes bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }

    private static String pretty(JsonNode json) {
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indent);
        printer.indentArraysWith(indent);
        try {
            return JSON.writer(printer).writeValueAsString(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String folder(Conversion pair) {
        return name(pair.from()) + "-" + name(pair.to());
    }

    private static String name(Dialect dialect) {
        return dialect.name().toLowerCase(Locale.ROOT);
    }
}
