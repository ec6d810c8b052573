package io.keywell.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Usage;
import io.keywell.protocol.JsonEdit;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.dialect.Protocols;
import io.keywell.protocol.openai.Mutations;
import io.keywell.protocol.openai.Rerank;
import io.keywell.protocol.openai.TextCompletions;
import io.keywell.protocol.openai.Vectors;
import io.keywell.protocol.openai.WholeToolCalls;
import io.keywell.protocol.responses.AnswerIds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damaged bodies of calls that are no chats, and damaged streams of tool calls: nothing is thrown. */
class DamagedOtherCallsTest {

    private static final int ROUNDS = 20_000;

    private static final List<String> VECTORS = List.of(
            "{\"object\":\"list\",\"data\":[{\"index\":1,\"embedding\":[0.5,-2e-3, 1]},{\"embedding\":\"AACAPwAAIMA=\",\"index\":0}],"
                    + "\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}",
            "{\"data\":[]}");

    private static final List<String> PREDICTED = List.of(
            "{\"predictions\":[{\"embeddings\":{\"values\":[0.5,-2e-3, 1],\"statistics\":{\"token_count\":2,\"truncated\":false}}},"
                    + "{\"embeddings\":{\"values\":[1,1,1e2]}}],\"metadata\":{\"billableCharacterCount\":2}}");

    private static final List<String> RANKED = List.of(
            "{\"results\":[{\"index\":1,\"relevance_score\":0.9},{\"index\":0,\"score\":1}],\"meta\":{\"tokens\":{\"input_tokens\":3}}}",
            "{\"id\":null,\"data\":[{\"index\":0,\"score\":-1,\"document\":null}],\"usage\":{\"total_tokens\":3}}");

    private static final List<String> ASKED = List.of(
            "{\"requests\":[{\"model\":\"m\",\"content\":{\"parts\":[{\"text\":\"a\"},{\"text\":\"b\"}]},\"outputDimensionality\":3}]}",
            "{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"taskType\":\"X\"}",
            "{\"model\":\"m\",\"prompt\":[\"a\"],\"echo\":false,\"suffix\":null,\"best_of\":1,\"logprobs\":null,\"max_tokens\":3}",
            "{\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\"},{\"x\":{\"text\":1}}],\"top_n\":1,\"return_documents\":true}",
            "{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"dimensions\":3,\"user\":\"u\",\"encoding_format\":\"float\"}",
            "{\"id\" : \"resp_1\",\"encoding_format\":\"base64\",\"input\":[1]}");

    private static final List<String> CALLS = List.of(
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"w\","
                    + "\"arguments\":\"\"}}]},\"finish_reason\":null}],\"usage\":null}\n\ndata: {\"usage\":null,\"choices\":[{\"index\":0,"
                    + "\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\"{}\"}}]}}]}\n\ndata: {\"choices\":[{\"delta\":{},"
                    + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");

    @Test
    void vectorsAreWrittenAnewOrTheAnswerIsNone() {
        Mutations.each(ROUNDS, VECTORS, body -> {
            Bytes answer = Bytes.of(body);
            Vectors.form(answer);
            Bytes base64 = Vectors.encoded(answer, true);
            Bytes numbers = Vectors.encoded(answer, false);
            assertThat(base64 == null).isEqualTo(numbers == null);
            if (base64 != null && numbers != null) {
                assertThat(text(Vectors.encoded(base64, true))).isEqualTo(text(base64));
                assertThat(Vectors.inOrder(numbers)).hasSameSizeAs(Vectors.inOrder(base64));
            }
            Embeddings asked = Embeddings.gemini(bytes(ASKED.get(1)), false);
            Conversion.Answer made = asked.answer(answer, Usage.NONE, "m");
            assertThat(made == null || JsonTrees.object(answer) == null || JsonTrees.object(made.body()) != null)
                    .as("what is made of JSON is JSON")
                    .isTrue();
        });
    }

    @Test
    void rankedDocumentsAreCompletedOrTheAnswerIsNone() {
        Mutations.each(ROUNDS, RANKED, body -> {
            Bytes made = Rerank.answer(bytes(ASKED.get(3)), Bytes.of(body), "1", "m", 1);
            assertThat(made == null || JsonTrees.object(made).get("results").isArray())
                    .isTrue();
        });
    }

    @Test
    void requestsAreReadOrRefused() {
        Mutations.each(ROUNDS, ASKED, body -> {
            Bytes asked = Bytes.of(body);
            Vectors.asksBase64(asked);
            AnswerIds.first(asked);
            Rerank.answer(asked, bytes(RANKED.get(0)), "1", "m", 1);
            new TextCompletions().readRequest(asked, "m", false);
            for (boolean batch : new boolean[] {true, false}) {
                Embeddings read = Embeddings.gemini(asked, batch);
                assertThat(read == null || isJson(read)).isTrue();
            }
            Embeddings read = Embeddings.openAi(asked);
            assertThat(read == null || isJson(read)).isTrue();
            ObjectNode before = JsonTrees.object(asked);
            if (before != null) {
                assertThat(JsonTrees.object(JsonEdit.unwrapped(asked, "documents", "text")))
                        .isNotNull();
            }
        });
    }

    @Test
    void streamsGoOnWhole() {
        Mutations.each(ROUNDS, CALLS, body -> {
            WholeToolCalls calls = new WholeToolCalls();
            StreamEvents events = Protocols.of(Dialect.OPENAI).events();
            SseFramer framer = new SseFramer();
            framer.feed(body, 0, body.length, (event, from, to) -> {
                calls.take(event, from, to);
                events.read(event, from, to);
                assertThat(events.emptyUsageTo() == 0 || events.emptyUsageFrom() >= from && events.emptyUsageTo() <= to)
                        .isTrue();
            });
        });
    }

    @Test
    void predictionsAreReadOrTheAnswerIsNone() {
        Embeddings asked = Embeddings.openAi(bytes("{\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\"}"));
        Mutations.each(ROUNDS, PREDICTED, body -> {
            Conversion.Answer made = asked.predicted(Bytes.of(body), Usage.NONE, "m");
            assertThat(made == null || JsonTrees.object(made.body()) != null).isTrue();
        });
    }

    private static boolean isJson(Embeddings read) {
        return JsonTrees.object(read.request("m").body()) != null
                && JsonTrees.object(read.prediction().body()) != null;
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }
}
