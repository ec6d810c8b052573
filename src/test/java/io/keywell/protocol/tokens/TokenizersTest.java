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

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
