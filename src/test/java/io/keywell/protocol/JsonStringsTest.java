package io.keywell.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringsTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {"", "gpt-4o", "a\"b\\c", "line\nfeed\r\t\b\f\u0001", "Grüße 市 \uD83D\uDE00", "</script>\u2028"})
    void whatItQuotesAnyParserReadsBack(String text) throws Exception {
        assertThat(json.readValue(JsonStrings.quote(text), String.class)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"plain\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"\\u0041\\u00e4\\ud83d\\ude00z\"",
                "\"Grüße\\nan 市\"",
                "\"\\\\u0041\""
            })
    void decodesAsAnyParserDoes(String quoted) throws Exception {
        byte[] bytes = quoted.getBytes(StandardCharsets.UTF_8);

        assertThat(JsonStrings.decode(bytes, 1, bytes.length - 1)).isEqualTo(json.readValue(bytes, String.class));
    }

    @Test
    void halfASurrogatePairDoesNotBreakTheOutput() throws Exception {
        assertThat(json.readValue(JsonStrings.quote("x\uD83D"), String.class)).isEqualTo("x?");
    }
}
