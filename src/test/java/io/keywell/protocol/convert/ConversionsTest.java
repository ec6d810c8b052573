package io.keywell.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.StreamEvents.Kind;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.chat.RequestDraft;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionsTest {

    @Test
    void anyTwoDialectsConvert() {
        for (Dialect from : Dialect.values()) {
            for (Dialect to : Dialect.values()) {
                Conversion found = Conversions.all().find(from, to);
                if (from == to) {
                    assertThat(found).as("nothing is to be converted").isNull();
                } else {
                    assertThat(found.from()).isEqualTo(from);
                    assertThat(found.to()).isEqualTo(to);
                }
            }
        }
    }

    @Test
    void whatHasNoWordsInBetweenNeverCrosses() {
        Conversion conversion = conversion();
        RequestDraft draft = new RequestDraft(Dialect.OPENAI, "model", false);
        assertThat(conversion.missing(draft.finish(), "m")).isEmpty();

        draft.need(Feature.SEVERAL_CHOICES);

        assertThat(conversion.cannotExpress()).contains(Feature.SEVERAL_CHOICES, Feature.STOP_SEQUENCES);
        assertThat(conversion.missing(draft.finish(), "m")).containsExactly(Feature.SEVERAL_CHOICES);
    }

    @ParameterizedTest
    @CsvSource({
        "ANTHROPIC, claude-sonnet-4-5, true",
        "ANTHROPIC, claude-opus-4-6, true",
        "ANTHROPIC, claude-opus-4-1-20250805, false",
        "ANTHROPIC, claude-sonnet-4-20250514, false",
        "ANTHROPIC, claude-3-5-haiku-latest, false",
        "ANTHROPIC, somebody-elses, true",
        "BEDROCK, eu.anthropic.claude-sonnet-4-5-20250929-v1:0, true",
        "BEDROCK, anthropic.claude-3-haiku-20240307-v1:0, false",
        "BEDROCK, amazon.nova-pro-v1:0, false",
        "BEDROCK, arn:aws:bedrock:eu-west-1:1:application-inference-profile/x, false",
        "GEMINI, gemini-2.5-flash, true"
    })
    void aSchemaGoesToModelsThatKeepToIt(Dialect to, String model, boolean goes) {
        byte[] asked =
                ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"response_format\":{\"type\":"
                                + "\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\"}}}}")
                        .getBytes(StandardCharsets.UTF_8);
        Conversion conversion = Conversions.all().find(Dialect.OPENAI, to);
        Read.Understood read = (Read.Understood) conversion.read(Bytes.of(asked), "m", false);

        assertThat(conversion.missing(read.request(), model))
                .isEqualTo(goes ? Set.of() : Set.of(Feature.OUTPUT_SCHEMA));
    }

    @Test
    void aStreamTellsTheGateWhatEachEventIs() {
        ConvertedStream stream = stream();

        assertThat(read(stream, ": ping")).isEqualTo(Kind.COMMENT);
        assertThat(stream.output().length()).isZero();
        assertThat(read(stream, "data: {\"type\":\"response.created\",\"response\":{}}"))
                .isEqualTo(Kind.ROLE_ONLY);
        assertThat(stream.output().length()).isPositive();
        assertThat(read(stream, "data: {\"type\":\"response.output_text.delta\",\"delta\":\"abcdefg\"}"))
                .isEqualTo(Kind.CONTENT);
        assertThat(stream.finished()).isFalse();
        assertThat(stream.outputEstimate()).isEqualTo(2);
        assertThat(read(stream, "data: {\"type\":\"response.completed\",\"response\":{}}"))
                .isEqualTo(Kind.DONE);
        assertThat(stream.finished()).isTrue();
        assertThat(stream.end()).isEqualTo(Kind.COMMENT);
    }

    @Test
    void aStreamThatWasCutOffIsAnErrorWithoutWords() {
        ConvertedStream stream = stream();
        read(stream, "data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}");

        assertThat(stream.end()).isEqualTo(Kind.ERROR);
        assertThat(stream.data().length()).isZero();
        assertThat(stream.output().length()).isZero();
    }

    @Test
    void aProvidersErrorIsHandedOnForItsAdapter() {
        ConvertedStream stream = stream();

        assertThat(read(stream, "event: error\ndata: {\"type\":\"error\",\"code\":\"x\"}"))
                .isEqualTo(Kind.ERROR);
        assertThat(GoldenFiles.text(stream.data())).isEqualTo("{\"type\":\"error\",\"code\":\"x\"}");
    }

    private static Conversion conversion() {
        Conversion conversion = Conversions.all().find(Dialect.OPENAI, Dialect.RESPONSES);
        assertThat(conversion).isNotNull();
        return conversion;
    }

    private static ConvertedStream stream() {
        RequestDraft asked = new RequestDraft(Dialect.OPENAI, "model", true);
        return conversion().stream(new Frame("1", 0, true, asked.finish()));
    }

    private static Kind read(ConvertedStream stream, String event) {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        return stream.read(bytes, 0, bytes.length);
    }
}
