package io.keywell.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Dialect;
import io.keywell.protocol.StreamEvents.Kind;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.RequestDraft;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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
        assertThat(conversion.carries(draft.finish())).isTrue();

        draft.need(Feature.SEVERAL_CHOICES);

        assertThat(conversion.cannotExpress()).contains(Feature.SEVERAL_CHOICES, Feature.STOP_SEQUENCES);
        assertThat(conversion.carries(draft.finish())).isFalse();
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
