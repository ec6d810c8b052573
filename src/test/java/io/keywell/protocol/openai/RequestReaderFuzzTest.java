package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.Protocol.Asked.Malformed;
import io.keywell.protocol.Protocol.Asked.Parsed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Mutated bodies, judged by the reader and by Jackson. Known differences, which the oracle adds to Jackson: the reader
 * takes UTF-8 only and checks it fully, refuses a byte order mark, refuses fields that are there twice, and minus zero as
 * a count.
 */
class RequestReaderFuzzTest {

    private static final int ROUNDS = 20_000;

    private static final List<String> SEEDS = List.of(
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"a \\\"b\\\" \\u00e4\\n\"}],\"stream\":true}",
            "{\"model\":\"m\",\"stream_options\":{\"include_usage\":false,\"x\":[1]},\"stream\":true,\"messages\":[{}]}",
            " {\"max_tokens\" : 10, \"n\":2,\"temperature\":-1.7e-2,\"messages\":[{\"a\":[[]]},{\"b\":null}],\"model\":\"Grüße 市\"}\n",
            "{\"messages\":[{\"content\":[{\"type\":\"text\",\"text\":\"\uD83D\uDE00\"},{\"image_url\":{\"url\":\"data:x\"}}]}],"
                    + "\"model\":\"m\",\"tools\":[{\"f\":{}}],\"stop\":[\"\\\\\",\"/\"],\"top_p\":1,\"user\":\"\"}",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"logit_bias\":{\"1\":1e5,\"2\":0.0},\"stream\":false,\"x\":true}");

    private final ObjectMapper json = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonScan.MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectMapper withDuplicates = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonScan.MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void itsVerdictIsJacksons() {
        int[] accepted = {0};
        Mutations.each(ROUNDS, SEEDS, body -> accepted[0] += agree(body) ? 1 : 0);

        assertThat(accepted[0]).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    private boolean agree(byte[] body) {
        RequestReader.read(Operation.COMPLETIONS, Bytes.of(body));
        RequestReader.read(Operation.EMBEDDINGS, Bytes.of(body));
        Asked result = RequestReader.read(Operation.CHAT, Bytes.of(body));
        JsonNode tree = utf8(body) ? tree(withDuplicates, body) : null;
        if (result instanceof Parsed parsed) {
            assertThat(tree).isNotNull();
            assertThat(tree.isObject()).isTrue();
            assertThat(parsed.model()).isEqualTo(tree.get("model").asText());
            assertThat(parsed.stream()).isEqualTo(tree.path("stream").asBoolean(false));
            return true;
        }
        GatewayError error = ((Malformed) result).error();
        if (error.message().contains("not valid JSON")) {
            assertThat(tree == null || !tree.isObject()).as(error.message()).isTrue();
        } else {
            boolean minusZero = new String(body, StandardCharsets.ISO_8859_1).contains("-0");
            boolean valid = tree != null && tree(json, body) != null && hasValidFields(tree) && !minusZero;
            assertThat(valid).as(error.message()).isFalse();
        }
        return false;
    }

    private static boolean hasValidFields(JsonNode tree) {
        JsonNode options = tree.path("stream_options");
        JsonNode messages = tree.path("messages");
        boolean objects = messages.isArray() && !messages.isEmpty();
        for (JsonNode message : messages) {
            objects &= message.isObject();
        }
        return tree.isObject()
                && tree.path("model").isTextual()
                && !tree.path("model").asText().isBlank()
                && objects
                && boolOrNothing(tree.path("stream"))
                && (nothing(options) || (options.isObject() && boolOrNothing(options.path("include_usage"))))
                && countOrNothing(tree.path("max_tokens"))
                && countOrNothing(tree.path("max_completion_tokens"))
                && countOrNothing(tree.path("n"))
                && countOrNothing(tree.path("best_of"));
    }

    private static boolean nothing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static boolean boolOrNothing(JsonNode node) {
        return nothing(node) || node.isBoolean();
    }

    private static boolean countOrNothing(JsonNode node) {
        return nothing(node)
                || (node.isIntegralNumber()
                        && !node.asText().startsWith("-")
                        && !node.asText().equals("0"))
                || node.asText().equals("0");
    }

    private static @Nullable JsonNode tree(ObjectMapper mapper, byte[] body) {
        try {
            JsonNode tree = mapper.readTree(body);
            return tree.isMissingNode() ? null : tree;
        } catch (IOException refused) {
            return null;
        }
    }

    /** Whether these are JSON bytes in UTF-8 without a mark; Jackson would also guess UTF-16 and UTF-32. */
    private static boolean utf8(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.indexOf('\0') < 0 && !text.startsWith("\uFEFF");
        } catch (CharacterCodingException broken) {
            return false;
        }
    }
}
