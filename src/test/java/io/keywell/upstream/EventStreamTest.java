package io.keywell.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Dialect;
import io.keywell.core.Usage;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.dialect.Protocols;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    private static final String CONTENT = chunk("{\"content\":\"h\u00e9llo \ud83d\ude00\"}", "null");
    private static final String FINISH = chunk("{}", "\"stop\"");
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String ERROR = "data: {\"error\":{\"message\":\"org-secret is over\",\"code\":\"x\"}}\n\n";
    private static final String GOOD = ROLE + CONTENT + ": hm\n\n" + FINISH + USAGE + DONE;

    private static String chunk(String delta, String finish) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static Buffer bytes(String text) {
        return Buffer.buffer(text);
    }

    /** What comes out when the text comes in two pieces, each in an array of its own. */
    private static String split(EventStream stream, String text, int at) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        Buffer out = Buffer.buffer();
        out.appendBuffer(stream.pass(Buffer.buffer(java.util.Arrays.copyOfRange(all, 0, at))));
        out.appendBuffer(stream.pass(Buffer.buffer(java.util.Arrays.copyOfRange(all, at, all.length))));
        return out.appendBuffer(stream.rest()).toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itComesOutTheSameWhereverTheNetworkSplitsIt(boolean usageAsked) {
        String expected = usageAsked ? GOOD : GOOD.replace(USAGE, "");
        for (String ends : new String[] {"\n", "\r\n", "\r"}) {
            String sent = GOOD.replace("\n", ends);
            for (int at = 0; at <= sent.getBytes(StandardCharsets.UTF_8).length; at++) {
                EventStream stream =
                        new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", usageAsked, 1);
                assertThat(split(stream, sent, at)).as("split at " + at).isEqualTo(expected.replace("\n", ends));
                assertThat(stream.failed()).isFalse();
                assertThat(stream.usage()).isEqualTo(Usage.reported(7, 3));
            }
        }
    }

    @Test
    void itComesOutTheSameByteByByte() {
        EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 1);
        Buffer out = Buffer.buffer();
        for (byte b : GOOD.getBytes(StandardCharsets.UTF_8)) {
            out.appendBuffer(stream.pass(Buffer.buffer(new byte[] {b})));
        }
        assertThat(out.appendBuffer(stream.rest()).toString()).isEqualTo(GOOD.replace(USAGE, ""));
    }

    @Test
    void aChunkOfWholeEventsPassesWithoutACopy() {
        EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 1);
        Buffer chunk = bytes(ROLE + CONTENT);
        assertThat(stream.pass(chunk)).isSameAs(chunk);
        Buffer end = bytes(FINISH + DONE);
        assertThat(stream.pass(end)).isSameAs(end);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":null}|{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                "{\"usage\" : null , \"choices\":[{\"delta\":{\"content\":\"a\"}}]}|{ \"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                "{\"id\":\"1\" , \"usage\":null,\"choices\":[]}|{\"id\":\"1\",\"choices\":[]}",
                "{\"usage\":null}|{}",
                "{\"choices\":[{\"delta\":{\"content\":\",\\\"usage\\\":null\"},\"usage\":null}]}|"
                        + "{\"choices\":[{\"delta\":{\"content\":\",\\\"usage\\\":null\"},\"usage\":null}]}"
            })
    void whoDidNotAskForUsageDoesNotSeeThatItIsStillToCome(String sent, String shown) {
        String rest = ": a comment that is longer than the chunk, so that a place in the chunk is one in it\n\n"
                + FINISH + DONE;
        EventStream asked = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", true, 1);
        assertThat(split(asked, "data: " + sent + "\n\n" + rest, 5)).isEqualTo("data: " + sent + "\n\n" + rest);
        String all = "data: " + sent + "\n\n" + rest;
        for (int at = 0; at <= all.length(); at++) {
            EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 1);
            assertThat(split(stream, all, at)).isEqualTo("data: " + shown + "\n\n" + rest);
        }
    }

    @Test
    void theGateOpensWithContentOnly() {
        EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 1);
        stream.pass(bytes(": a comment\n\n" + ROLE));
        assertThat(stream.hasContent()).isFalse();
        stream.pass(bytes(CONTENT));
        assertThat(stream.hasContent()).isTrue();
    }

    @Test
    void anErrorAndWhatFollowsItDoNotPass() {
        EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 1);
        assertThat(stream.pass(bytes(CONTENT + ERROR + CONTENT)).toString()).isEqualTo(CONTENT);
        assertThat(stream.failed()).isTrue();
        assertThat(stream.error()).isNotNull();
        assertThat(stream.pass(bytes(CONTENT + DONE)).length()).isZero();
        assertThat(stream.broken().toString())
                .startsWith("data: {\"error\":{")
                .endsWith("}}\n\n")
                .doesNotContain("org-secret");
    }

    @ParameterizedTest
    @CsvSource({"1", "20", "60"})
    void anEventThatWasTornByTheEndDoesNotPassAndIsAFailure(int length) {
        EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 1);
        String out = stream.pass(bytes(CONTENT + CONTENT.substring(0, length))).toString();
        assertThat(out + stream.rest()).isEqualTo(CONTENT);
        assertThat(stream.failed()).isTrue();
    }

    @Test
    void tornLeftoversAfterAGoodEndAreDropped() {
        EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", true, 1);
        String out =
                stream.pass(bytes(CONTENT + FINISH + USAGE.substring(0, 40))).toString();
        assertThat(out + stream.rest()).isEqualTo(CONTENT + FINISH);
        assertThat(stream.failed()).isFalse();
    }

    @Test
    void theLastEventMayLackItsBlankLine() {
        EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 1);
        String out = stream.pass(bytes(CONTENT + FINISH + "data: [DONE]")).toString();
        assertThat(out + stream.rest()).isEqualTo(CONTENT + FINISH + "data: [DONE]");
        assertThat(stream.failed()).isFalse();
    }

    @Test
    void aStreamThatJustEndsWasCutOff() {
        EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 1);
        stream.pass(bytes(CONTENT));
        stream.rest();
        assertThat(stream.failed()).isTrue();
    }

    @Test
    void anEmptyStreamIsNoAnswer() {
        EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 1);
        assertThat(stream.rest().length()).isZero();
        assertThat(stream.failed()).isTrue();
    }

    @Test
    void withoutReportedUsageItIsEstimatedFromWhatPassed() {
        EventStream stream = new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 42);
        stream.pass(bytes(ROLE + CONTENT + CONTENT + FINISH + DONE));
        assertThat(stream.usage().estimated()).isTrue();
        assertThat(stream.usage().input()).isEqualTo(42);
        assertThat(stream.usage().output()).isBetween(2L, 12L);
    }
}
