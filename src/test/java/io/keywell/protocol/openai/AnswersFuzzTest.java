package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.StreamEvents.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Damaged answers and chunks: no reader throws, and where Jackson still reads them, it reads the same. */
class AnswersFuzzTest {

    private static final int ROUNDS = 20_000;

    private static final List<String> ANSWERS = List.of(
            "{\"id\":\"c\",\"choices\":[{\"message\":{\"content\":\"\\\"usage\\\":{\\\"prompt_tokens\\\":9}\"},\"x\":\"usage\"}],"
                    + "\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":10,\"total_tokens\":29},\"fp\":\"f\"}",
            "{\"usage\":{\"prompt_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":1}},\"x\":{\"usage\":{\"prompt_tokens\":7}}}",
            "{\"object\":\"list\",\"data\":[{\"embedding\":[0.1,-2e3]}],\"model\":\"usage\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}");

    private static final List<String> CHUNKS = List.of(
            "{\"id\":\"c\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":null}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\\"error\\\":1 [DONE]\"},\"finish_reason\":\"stop\"}],\"error\":null}",
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":10},\"x_groq\":{\"id\":\"r\"}}",
            "{\"id\":\"x\",\"error\":{\"code\":502,\"message\":\"x\"},\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}");

    private static final Set<String> NOTHING = Set.of("", "null", "false", "0", "\"\"", "{}", "[]");

    private final ObjectMapper json = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void usageIsThatOfTheOutermostObject() {
        Mutations.each(ROUNDS, ANSWERS, body -> {
            Usage usage = AnswerReader.usage(Bytes.of(body));
            AnswerReader.kind(Operation.CHAT, Bytes.of(body));
            AnswerReader.outputEstimate(Bytes.of(body));
            JsonNode tree = tree(body);
            if (tree != null && tree.isObject()) {
                String alone = tree.has("usage") ? "{\"usage\":" + tree.get("usage") + "}" : "{}";
                assertThat(usage).isEqualTo(AnswerReader.usage(Bytes.of(alone.getBytes(StandardCharsets.UTF_8))));
            }
        });
    }

    @Test
    void theKindOfAChunkIsWhatItsTreeSays() {
        StreamReader reader = new StreamReader();
        Mutations.each(ROUNDS, CHUNKS, body -> {
            String chunk = new String(body, StandardCharsets.ISO_8859_1);
            byte[] event = ("data: " + chunk).getBytes(StandardCharsets.ISO_8859_1);
            Kind kind = reader.read(event, 0, event.length);
            JsonNode tree = tree(body);
            boolean oneLine = chunk.indexOf('\n') < 0 && chunk.indexOf('\r') < 0;
            if (tree != null && tree.isObject() && oneLine) {
                assertThat(kind).isEqualTo(kind(tree));
            }
        });
    }

    private static Kind kind(JsonNode chunk) {
        JsonNode choices = chunk.path("choices");
        boolean error =
                says(chunk.path("error")) || chunk.path("object").asText().equals("error");
        error |= says(chunk.path("x_groq").path("error"));
        boolean content = false;
        if (choices.isArray()) {
            for (JsonNode choice : choices) {
                JsonNode finish = choice.path("finish_reason");
                error |= says(choice.path("error"))
                        || (finish.isTextual() && finish.asText().equals("error"));
                content |= says(choice.path("text"))
                        || (finish.isTextual() && !finish.asText().isEmpty());
                JsonNode delta = choice.path("delta");
                for (String name : (Iterable<String>) delta::fieldNames) {
                    content |= !name.equals("role") && says(delta.get(name));
                }
            }
        }
        if (error || content) {
            return error ? Kind.ERROR : Kind.CONTENT;
        }
        JsonNode usage = chunk.path("usage");
        boolean reported = positive(usage.path("prompt_tokens")) || positive(usage.path("completion_tokens"));
        if (usage.isObject() && reported && choices.isEmpty()) {
            return Kind.USAGE_ONLY;
        }
        return choices.isArray() ? Kind.ROLE_ONLY : Kind.OTHER;
    }

    private static boolean positive(JsonNode value) {
        return value.isIntegralNumber() && value.asLong() > 0;
    }

    private static boolean says(JsonNode value) {
        return !NOTHING.contains(value.toString());
    }

    private @Nullable JsonNode tree(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException refused) {
            return null;
        }
    }
}
