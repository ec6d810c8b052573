package io.keywell.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":12345678901234567890123,\"d\":1.10,\"e\":1E-7,\"z\":0}",
                "{\"s\":\"\u00e9\u4e16 \\\"q\\\" \\\\ \\n\",\"a\":[null,true,{}]}"
            })
    void argumentsComeOutAsTheyWentIn(String json) {
        assertThat(JsonTrees.text(JsonTrees.arguments(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"city\": \"Par", "Paris", "[1]", "\"{}\"", "{} {}", "1e99999999999"})
    void whatIsNoObjectIsWrappedAndComesOutAgain(String text) {
        assertThat(JsonTrees.arguments(text).get(JsonTrees.RAW).textValue()).isEqualTo(text);
        assertThat(JsonTrees.text(JsonTrees.arguments(text))).isEqualTo(text);
    }

    @Test
    void noArgumentsAreAnEmptyObject() {
        assertThat(JsonTrees.text(JsonTrees.arguments(" "))).isEqualTo("{}");
    }

    @Test
    void halfACharacterDoesNotStopTheWriting() {
        Bytes written = JsonTrees.write(out -> out.writeString("\ud83c and \ud83c\udf0a"));

        String text = new String(written.array(), written.offset(), written.length(), StandardCharsets.UTF_8);
        assertThat(text).isEqualToIgnoringCase("\"\\ud83c and \\ud83c\\udf0a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"a\":", "{} x", "{\"a\":1e99999999999}", "<html>"})
    void whatIsNoObjectIsNull(String text) {
        assertThat(JsonTrees.object(Bytes.of(text.getBytes(StandardCharsets.UTF_8))))
                .isNull();
    }

    @Test
    void depthIsBounded() {
        String deep = "{\"a\":" + "[".repeat(600) + "]".repeat(600) + "}";

        assertThat(JsonTrees.object(Bytes.of(deep.getBytes(StandardCharsets.UTF_8))))
                .isNull();
    }

    @Test
    void wholeNumbersAreWrittenWhole() {
        Bytes written = JsonTrees.write(out -> {
            out.writeStartObject();
            JsonTrees.writeField(out, "whole", 1.0);
            JsonTrees.writeField(out, "part", 0.7);
            JsonTrees.writeField(out, "large", 1e300);
            out.writeEndObject();
        });

        assertThat(new String(written.array(), 0, written.length(), StandardCharsets.UTF_8))
                .isEqualTo("{\"whole\":1,\"part\":0.7,\"large\":1.0E300}");
    }
}
