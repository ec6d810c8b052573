package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {

    /** 1, -2.5 and 0.1 as 32-bit floats, little-endian. */
    private static final String BASE64 = "\"AACAPwAAIMDNzMw9\"";

    private static final String NUMBERS = "[1.0,-2.5,0.1]";

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes bytes) {
        return bytes == null ? null : new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }

    private static String answer(String first, String second) {
        return "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":1,\"embedding\":" + first
                + "}, {\"embedding\" : " + second + ",\"index\":0}],\"usage\":{\"prompt_tokens\":2}}";
    }

    @Test
    void numbersBecomeBase64AndBase64Numbers() {
        assertThat(text(Vectors.encoded(bytes(answer("[1, -2.5e0,1e-1 ]", "[]")), true)))
                .isEqualTo(answer(BASE64, "\"\""));
        assertThat(text(Vectors.encoded(bytes(answer(BASE64, "\"\"")), false))).isEqualTo(answer(NUMBERS, "[]"));
        assertThat(text(Vectors.encoded(bytes(answer(BASE64, NUMBERS)), true)))
                .as("a mixture")
                .isEqualTo(answer(BASE64, BASE64));
    }

    @Test
    void whatIsNoNumberBecomesNought() {
        assertThat(text(Vectors.encoded(bytes(answer("\"AADAfwAAgH8=\"", "\"\"")), false)))
                .isEqualTo(answer("[0,0]", "[]"));
    }

    @Test
    void vectorsComeInTheOrderOfTheInputs() {
        assertThat(Vectors.inOrder(bytes(answer("[1]", BASE64))))
                .extracting(String::new)
                .containsExactly(NUMBERS, "[1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"data\":7}",
                "{\"data\":[7]}",
                "{\"data\":[{\"index\":0}]}",
                "{\"data\":[{\"embedding\":\"?\"}]}",
                "{\"data\":[{\"embedding\":\"AAA=\"}]}",
                "{\"data\":[{\"embedding\":[1,null]}]}",
                "{\"data\":[{\"embedding\":[1,2"
            })
    void whatHasNoVectorsIsNoAnswer(String body) {
        assertThat(Vectors.encoded(bytes(body), true)).isNull();
        assertThat(Vectors.inOrder(bytes(body))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":[{\"embedding\" :  [1|[",
                "{\"object\":\"embedding\",\"data\":[{\"object\":\"embedding\",\"embedding\":\"A|\"",
                "{\"data\":[{\"embedding\":|0",
                "{\"data\":[{\"embeddi|0",
                "{\"error\":{}}|0"
            })
    void theFormOfTheFirstVectorShowsAsSoonAsItBegins(String beginning, String form) {
        assertThat(Vectors.form(bytes(beginning))).isEqualTo(form.equals("0") ? 0 : form.charAt(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\":\"x\",\"encoding_format\":\"base64\"}|true",
                "{\"encoding_format\":\"float\"}|false",
                "{\"encoding_format\":null}|false",
                "{\"input\":[{\"encoding_format\":\"base64\"}]}|false"
            })
    void whoSaysNothingWantsNumbers(String request, boolean base64) {
        assertThat(Vectors.asksBase64(bytes(request))).isEqualTo(base64);
    }
}
