package io.keywell.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol.AnswerKind;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.Protocol.PathWords;
import io.keywell.protocol.StreamEvents;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesProtocolTest {

    private final ResponsesProtocol protocol = new ResponsesProtocol();
    private final StreamEvents events = protocol.events();

    @Test
    void aRequestTellsItsModelItsStreamAndItsCap() {
        Asked.Parsed asked = parsed("{\"model\":\"smart\",\"input\":\"Hi\",\"stream\":true,\"max_output_tokens\":50}");

        assertThat(asked.model()).isEqualTo("smart");
        assertThat(asked.stream()).isTrue();
        assertThat(asked.facts().maxOutputTokens()).isEqualTo(50);
        assertThat(asked.facts().usageAsked()).isTrue();
    }

    @Test
    void nullsAreNoWords() {
        Asked.Parsed asked =
                parsed("{\"stream\":null,\"max_output_tokens\":null,\"input\":null,\"tools\":null,\"model\":\"m\"}");

        assertThat(asked.stream()).isFalse();
        assertThat(asked.facts().maxOutputTokens()).isEqualTo(-1);
    }

    @Test
    void theEstimateCountsWhatTheModelReads() {
        long input = estimate("{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"%s\"}]}");
        long instructions = estimate("{\"model\":\"m\",\"input\":\"\",\"instructions\":\"%s\"}");
        long tools = estimate("{\"model\":\"m\",\"input\":\"\",\"tools\":[{\"description\":\"%s\"}]}");
        long user = estimate("{\"model\":\"m\",\"input\":\"\",\"user\":\"%s\"}");

        assertThat(input).isBetween(100L, 120L);
        assertThat(instructions).isBetween(100L, 120L);
        assertThat(tools).isBetween(100L, 120L);
        assertThat(user).isLessThan(10);
    }

    private long estimate(String json) {
        return parsed(json.formatted("x".repeat(350))).facts().inputTokens();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"input\":\"Hi\"}|model",
                "{\"model\":1}|model",
                "{\"model\":\" \"}|model",
                "{\"model\":\"a\",\"model\":\"b\"}|model",
                "{\"model\":\"a\",\"input\":1}|input",
                "{\"model\":\"a\",\"stream\":\"yes\"}|stream",
                "{\"model\":\"a\",\"max_output_tokens\":-1}|max_output_tokens",
                "{\"model\":\"a\",\"max_output_tokens\":1.5}|max_output_tokens",
                "{\"model\":\"a\",\"max_output_tokens\":\"9\"}|max_output_tokens"
            })
    void aMistakeNamesTheField(String json, String param) {
        Asked asked = protocol.read(Operation.CHAT, bytes(json), PathWords.NONE);

        assertThat(asked).isInstanceOf(Asked.Malformed.class);
        assertThat(((Asked.Malformed) asked).error().param()).isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"model\":\"a\"", "{\"model\":\"a\"} x", "{\"model\":\"a\",\"input\":[}"})
    void whatIsNoJsonObjectIsRefused(String json) {
        assertThat(protocol.read(Operation.CHAT, bytes(json), PathWords.NONE)).isInstanceOf(Asked.Malformed.class);
    }

    @Test
    void onlyTheModelChangesOnTheWay() {
        String json = "{ \"input\" : \"Hi\",\"model\":\"smart\",\"odd\":[1.10] }";

        assertThat(rewritten(json, "gpt-5")).isEqualTo(json.replace("smart", "gpt-5"));
    }

    @Test
    void theSameBodyIsSentWhenNothingChanges() {
        Bytes body = bytes("{\"model\":\"gpt-5\",\"input\":\"Hi\"}");
        Asked.Parsed asked = (Asked.Parsed) protocol.read(Operation.CHAT, body, PathWords.NONE);

        assertThat(protocol.rewrite(Operation.CHAT, body, asked.facts(), "gpt-5", true))
                .isSameAs(body);
    }

    @Test
    void thoughtsOfOtherModelsAreCutOutOnTheWayBack() {
        String own = "{\"summary\":[{\"text\":\"a, b\"}],\"type\":\"reasoning\",\"id\":\"rs_keywell_1_0\"}";
        String user = "{\"role\":\"user\",\"content\":\"rs_keywell_ is \\\"rs_keywell_\"}";
        String theirs = "{\"type\":\"reasoning\",\"id\":\"rs_abc\",\"summary\":[]}";
        String json = "{\"model\":\"m\",\"input\":[%s],\"store\":false}";

        assertThat(rewritten(json.formatted(own + " , " + user + "," + theirs + ",\n" + own), "m"))
                .isEqualTo(json.formatted(user + "," + theirs));
        assertThat(rewritten(json.formatted(own), "m")).isEqualTo(json.formatted(""));
        assertThat(rewritten(json.formatted(user + "," + own + "," + theirs), "m"))
                .isEqualTo(json.formatted(user + "," + theirs));
    }

    private String rewritten(String json, String model) {
        Bytes body = bytes(json);
        Asked.Parsed asked = (Asked.Parsed) protocol.read(Operation.CHAT, body, PathWords.NONE);
        return text(protocol.rewrite(Operation.CHAT, body, asked.facts(), model, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"object\":\"response\",\"status\":\"completed\",\"error\":null,\"output\":[]}|ANSWER",
                "{\"status\":\"incomplete\",\"output\":[]}|ANSWER",
                "{\"status\":\"failed\",\"error\":{\"code\":\"server_error\"},\"output\":[]}|ERROR",
                "{\"error\":{\"message\":\"no\"}}|ERROR",
                "{\"object\":\"error\",\"message\":\"no\"}|ERROR",
                "<html>|UNREADABLE",
                "{\"output\":[|UNREADABLE"
            })
    void anAnswerIsToldFromAnError(String json, AnswerKind kind) {
        assertThat(protocol.kind(Operation.CHAT, bytes(json))).isEqualTo(kind);
    }

    @Test
    void theUsageOfAnAnswerIsRead() {
        Bytes answer = bytes("{\"output\":[{\"text\":\"abcdefg\"}],\"usage\":{\"input_tokens\":10,"
                + "\"input_tokens_details\":{\"cached_tokens\":4},\"output_tokens\":5,"
                + "\"output_tokens_details\":{\"reasoning_tokens\":2},\"total_tokens\":15},\"metadata\":{}}");

        assertThat(protocol.usage(Operation.CHAT, answer)).isEqualTo(new Usage(10, 5, 4, 0, 2, false));
        assertThat(protocol.outputEstimate(Operation.CHAT, answer)).isEqualTo(2);
    }

    @Test
    void aStreamsEventsAreTold() {
        assertThat(read(": ping\n\n")).isEqualTo(StreamEvents.Kind.COMMENT);
        assertThat(read(event("response.created", "\"response\":{\"usage\":null}")))
                .isEqualTo(StreamEvents.Kind.ROLE_ONLY);
        assertThat(read(event("response.output_item.added", "\"item\":{}"))).isEqualTo(StreamEvents.Kind.ROLE_ONLY);
        assertThat(read(event("response.output_text.delta", "\"delta\":\"abcdefg\"")))
                .isEqualTo(StreamEvents.Kind.CONTENT);
        assertThat(read(event("response.output_text.done", "\"text\":\"abcdefg\"")))
                .isEqualTo(StreamEvents.Kind.CONTENT);
        assertThat(events.finished()).isFalse();
        assertThat(events.outputEstimate()).isEqualTo(2);

        String usage = "\"usage\":{\"input_tokens\":3,\"output_tokens\":2,\"total_tokens\":5}";
        assertThat(read(event("response.completed", "\"response\":{" + usage + "}")))
                .isEqualTo(StreamEvents.Kind.DONE);
        assertThat(events.finished()).isTrue();
        assertThat(events.usage()).isEqualTo(Usage.reported(3, 2));
    }

    @Test
    void anAnswerThatWasCutShortIsFinishedToo() {
        assertThat(read(event("response.incomplete", "\"response\":{}"))).isEqualTo(StreamEvents.Kind.DONE);
        assertThat(events.finished()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: error\ndata: {\"type\":\"error\",\"code\":\"x\",\"message\":\"y\"}\n\n",
                "data: {\"type\":\"error\",\"message\":\"y\"}\n\n",
                "data: {\"error\":{\"message\":\"y\"}}\n\n",
                "data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\"}}}\n\n"
            })
    void aFailureInTheStreamIsTold(String event) {
        assertThat(read(event)).isEqualTo(StreamEvents.Kind.ERROR);
        assertThat(text(events.data())).startsWith("{").endsWith("}");
    }

    @Test
    void truncatedDataIsNothingKnown() {
        assertThat(read("data: {\"type\":\"response.output_te\n\n")).isEqualTo(StreamEvents.Kind.OTHER);
    }

    @Test
    void anErrorEventIsUnderstoodFlatAndNested() {
        GatewayError error = GatewayError.of(Kind.UPSTREAM_FAILED, "No \"luck\"");

        assertThat(text(protocol.errorEvent(error, "req_1")))
                .isEqualTo("event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_failed\","
                        + "\"message\":\"No \\\"luck\\\"\",\"param\":null,\"sequence_number\":0,"
                        + "\"error\":{\"message\":\"No \\\"luck\\\"\",\"type\":\"server_error\",\"param\":null,"
                        + "\"code\":\"upstream_failed\"}}\n\n");
        assertThat(read(text(protocol.errorEvent(error, "req_1")))).isEqualTo(StreamEvents.Kind.ERROR);
    }

    private Asked.Parsed parsed(String json) {
        Asked asked = protocol.read(Operation.CHAT, bytes(json), PathWords.NONE);
        assertThat(asked).isInstanceOf(Asked.Parsed.class);
        return (Asked.Parsed) asked;
    }

    private StreamEvents.Kind read(String event) {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        return events.read(bytes, 0, bytes.length);
    }

    private static String event(String type, String rest) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":1," + rest + "}\n\n";
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }
}
