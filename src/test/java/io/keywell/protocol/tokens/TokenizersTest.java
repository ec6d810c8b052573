package io.keywell.protocol.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TokenizersTest {

    @Test
    void aTextIsCountedAsItsModelCutsIt() {
        // "hello world" is two tokens in both vocabularies; a message costs four more.
        Bytes body = bytes("{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hello world\"}]}");

        long o200k = Tokenizers.of("gpt-4o-mini").count(body, 0);
        long cl100k = Tokenizers.of("openai/gpt-3.5-turbo").count(body, 0);

        assertThat(o200k).isEqualTo(cl100k).isBetween(6L, 8L);
    }

    @Test
    void aModelWhoseVocabularyNobodyPublishedHasNoTokenizer() {
        assertThat(Tokenizers.of("claude-sonnet-4-5")).isNull();
        assertThat(Tokenizers.of("gemini-2.5-flash")).isNull();
    }

    @Test
    void whatMediaCostIsInTheEstimate() {
        Bytes body =
                bytes("{\"messages\":[{\"role\":\"user\",\"content\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                        + "A".repeat(9_000) + "\"}}]}]}");

        assertThat(Tokenizers.of("gpt-4o").count(body, 777)).isEqualTo(777);
    }

    @Test
    void aLongTextWithoutSpacesIsText() {
        Bytes body = bytes("{\"messages\":[{\"role\":\"user\",\"content\":\"" + "\u6f22\u5b57".repeat(2_000) + "\"}]}");

        assertThat(Tokenizers.of("gpt-4o").count(body, 1)).isGreaterThan(3_000);
    }

    @Test
    void aShortTextIsCountedWholeAndALongOneByParts() {
        Tokenizer tokenizer = Tokenizers.of("gpt-4o");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 800; i++) {
            text.append(i % 200 < 100 ? "The keeper of the well counts " : "{\\\"n\\\":")
                    .append(i * 7_919L);
        }
        Bytes brief = bytes("{\"messages\":[{\"role\":\"user\",\"content\":\"" + text.substring(0, 900) + "\"}]}");
        Bytes lengthy = bytes("{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}");

        assertThat(tokenizer.sample(brief)).isEqualTo(tokenizer.count(brief, 0));
        assertThat((double) tokenizer.sample(lengthy) / tokenizer.count(lengthy, 0))
                .isBetween(0.85, 1.15);
    }

    @Test
    void manyShortTextsAreCountedByPartsToo() {
        Tokenizer tokenizer = Tokenizers.of("gpt-4");
        StringBuilder turns = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            turns.append(i == 0 ? "" : ",")
                    .append("{\"role\":\"user\",\"content\":\"and then it was number ")
                    .append(i)
                    .append("\"}");
        }
        Bytes body = bytes("{\"messages\":[" + turns + "]}");

        assertThat((double) tokenizer.sample(body) / tokenizer.count(body, 0)).isBetween(0.85, 1.15);
    }

    @Test
    void whatIsNotTextIsNotTold() {
        Tokenizer tokenizer = Tokenizers.of("gpt-4o");

        assertThat(tokenizer.sample(
                        bytes("{\"messages\":[{\"content\":[{\"image_url\":{\"url\":\"https://a/b\"}}]}]}")))
                .isEqualTo(-1);
        assertThat(tokenizer.sample(bytes("{\"messages\":["))).isEqualTo(-1);
    }

    @Test
    void anInputThatWasCutAlreadyHasItsNumbers() {
        assertThat(Tokenizers.of("text-embedding-3-small").sample(bytes("{\"input\":[[1,2,3],[4,5]]}")))
                .isEqualTo(5);
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
