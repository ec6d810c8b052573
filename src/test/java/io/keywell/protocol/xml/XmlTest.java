package io.keywell.protocol.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywell.core.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":\"\",\"b\":null,\"c\":[],\"d\":{},\"e\":[{}]}",
                "{\"n\":-1.5e+30,\"big\":123456789012345678901234567890,\"t\":true,\"f\":false}",
                "{\"a b\":1,\"1\":2,\"field\":3,\"\":4,\"xmlns\":5,\"item\":[\"x\",[1,[2]],{\"item\":6}]}",
                "{\"text\":\" <&>\\\"' \\u00e9\\ud83d\\ude00\\n]]> \"}"
            })
    void whatIsWrittenAsXmlIsReadAsTheSameJson(String body) throws Exception {
        Bytes xml = XmlAnswer.write(bytes(body));

        assertThat(json.readTree(text(XmlRequest.toJson(xml)))).isEqualTo(json.readTree(body));
    }

    @Test
    void whatXmlCannotSayIsReplaced() throws Exception {
        Bytes xml = XmlAnswer.write(bytes("{\"a\":\"x\\u0001y\\ud800\"}"));

        assertThat(json.readTree(text(XmlRequest.toJson(xml))).get("a").asText())
                .isEqualTo("x\uFFFDy\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<r>",
                "<r/><r/>",
                "<r>text</r>",
                "<r type='array'><item>1</item></r>",
                "<r><a>1</a><a>2</a></r>",
                "<r><a>text<b/></a></r>",
                "<r><a type='number'>1.</a></r>",
                "<r><a type='number'>0x10</a></r>",
                "<r><a type='boolean'>yes</a></r>",
                "<r><a type='date'>1</a></r>",
                "<r><a type='array'><b>1</b></a></r>",
                "<r><a>&unknown;</a></r>",
                "<!DOCTYPE r [<!ENTITY a 'b'>]><r><a>&a;</a></r>",
                "<!DOCTYPE r SYSTEM 'file:///nothing'><r/>"
            })
    void whatIsNotClearIsRefused(String xml) {
        assertThatThrownBy(() -> XmlRequest.toJson(bytes(xml))).isInstanceOf(XmlMistake.class);
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> XmlRequest.toJson(bytes("<a>".repeat(70) + "</a>".repeat(70))))
                .isInstanceOf(XmlMistake.class)
                .hasMessageContaining("deeper");
    }

    @Test
    void entitiesOfTheLanguageAndCdataAreText() throws Exception {
        assertThat(text(XmlRequest.toJson(bytes("<r><a>&lt;b&gt;<![CDATA[<c>]]>&#33;</a></r>"))))
                .isEqualTo("{\"a\":\"<b><c>!\"}");
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }
}
