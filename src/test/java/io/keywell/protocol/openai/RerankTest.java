package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RerankTest {

    private static final String ASKED =
            "{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\",\"n\":1}]";

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject answer(String asked, String body) {
        Bytes made = Rerank.answer(bytes(asked), bytes(body), "1", "m", 9);
        return new JsonObject(new String(made.array(), made.offset(), made.length(), StandardCharsets.UTF_8));
    }

    @Test
    void whatAVendorLeavesOutIsThere() {
        JsonObject answer = answer(
                ASKED + ",\"return_documents\":true}",
                "{\"results\":[{\"index\":1,\"relevance_score\":0.9},{\"index\":0,\"relevance_score\":0.10}],\"meta\":{}}");

        assertThat(answer.encode())
                .isEqualTo("{\"results\":[{\"index\":1,\"relevance_score\":0.9,\"document\":{\"text\":\"b\",\"n\":1}},"
                        + "{\"index\":0,\"relevance_score\":0.1,\"document\":{\"text\":\"a\"}}],\"meta\":{},"
                        + "\"id\":\"rerank-1\",\"model\":\"m\",\"usage\":{\"total_tokens\":9}}");
    }

    @Test
    void whatAVendorSaysStands() {
        JsonObject answer = answer(
                ASKED + "}",
                "{\"id\":\"x\",\"model\":\"v\",\"results\":[{\"index\":0,\"relevance_score\":1,\"document\":{\"text\":\"own\"}}],"
                        + "\"usage\":{\"total_tokens\":3}}");

        assertThat(answer.getString("id")).isEqualTo("x");
        assertThat(answer.getString("model")).isEqualTo("v");
        assertThat(answer.getJsonObject("usage").getInteger("total_tokens")).isEqualTo(3);
        assertThat(answer.getJsonArray("results").encode()).contains("own");
    }

    @Test
    void otherNamesForTheSameAreKnownAndNoMoreComesThanWasAsked() {
        JsonObject answer =
                answer(ASKED + ",\"top_n\":1}", "{\"data\":[{\"index\":1,\"score\":0.5},{\"index\":0,\"score\":0.4}]}");

        assertThat(answer.containsKey("data")).isFalse();
        assertThat(answer.getJsonArray("results").encode()).isEqualTo("[{\"index\":1,\"relevance_score\":0.5}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"results\":{}}", "{\"results\":[{\"index\":0"})
    void whatHasNoResultsIsNoAnswer(String body) {
        assertThat(Rerank.answer(bytes(ASKED + "}"), bytes(body), "1", "m", 9)).isNull();
    }

    @Test
    void anIndexBeyondTheDocumentsHasNone() {
        JsonObject answer =
                answer(ASKED + ",\"return_documents\":true}", "{\"results\":[{\"index\":7,\"relevance_score\":1}]}");

        assertThat(answer.getJsonArray("results").encode()).doesNotContain("document");
    }
}
