package io.keywell.protocol.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywell.core.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":[1,2", "{\"a\":\"x", "{\"a\":1}}", "{} {}", "{\"a\":1,}", "<html/>"})
    void whatIsNotOneWholeJsonValueIsNotWritten(String body) {
        assertThat(XmlAnswer.write(bytes(body))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<r><a>\u00e9</a></r>|UTF-8",
                "\uFEFF<r><a>\u00e9</a></r>|UTF-8",
                "\uFEFF<r><a>\u00e9</a></r>|UTF-16LE",
                "<?xml version='1.0' encoding='ISO-8859-1'?><r><a>\u00e9</a></r>|ISO-8859-1",
                "<?xml version=\"1.0\" encoding = \"windows-1252\" standalone='yes'?><r><a>\u00e9</a></r>|windows-1252"
            })
    void encodingsAreTakenAsDeclared(String xml, String charset) throws Exception {
        Bytes document = Bytes.of(xml.getBytes(charset));

        assertThat(text(XmlRequest.toJson(document))).isEqualTo("{\"a\":\"\u00e9\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<r><a>\u00ff\u00fe</a></r>",
                "\u00ff<r/>",
                "<r><a>\u00c3",
                "<?xml version='1.0' encoding='US-ASCII'?><r><a>\u00e9</a></r>",
                "<?xml version='1.0' encoding='nope'?><r/>"
            })
    void bytesThatAreNoCharactersAreRefusedAndNothingIsPrinted(String xml) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Bytes document = Bytes.of(xml.getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> XmlRequest.toJson(document)).isInstanceOf(XmlMistake.class);
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
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
