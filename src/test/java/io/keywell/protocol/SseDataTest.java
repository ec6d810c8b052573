package io.keywell.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseDataTest {

    private final SseData data = new SseData();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {}\n\n",
                "data:{}\r\n\r\n",
                "data: {}",
                "event: message\ndata: {}\nid: 1\n\n",
                ": comment\rdata: {}\r\r",
                "retry: 5\ndata: {}\n\n"
            })
    void findsOneLineOfData(String event) {
        assertThat(read(event)).isEqualTo("{}");
        assertThat(data.namedError()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {": keep-alive\n\n", "\n", "\r\n", "event: ping\n\n", "database: x\n\n", "dat", ""})
    void findsNoneWhereThereIsNone(String event) {
        assertThat(read(event)).isNull();
    }

    @Test
    void joinsSeveralLines() {
        assertThat(read("data: {\"a\":\r\ndata: 1\r\n: c\r\ndata:}\r\ndata\r\n\r\n"))
                .isEqualTo("{\"a\":\n1\n}\n");
    }

    @Test
    void seesThatAnEventCallsItselfAnError() {
        read("event: error\ndata: {}\n\n");
        assertThat(data.namedError()).isTrue();
        read("event: errors\ndata: {}\n\n");
        assertThat(data.namedError()).isFalse();
    }

    @Test
    void knowsWhatAnEventCallsItself() {
        read("data: {\"a\":\ndata: 1}\nevent: message_start\n\n");
        assertThat(data.name()).isEqualTo("message_start");
        assertThat(data.nameIs("message_start")).isTrue();
        assertThat(data.nameIs("message")).isFalse();
        read("data: {}\n\n");
        assertThat(data.name()).isEmpty();
    }

    @Test
    void knowsHowTheDataStarts() {
        read("data: [DONE]\n\n");
        assertThat(data.startsWith("[DONE]")).isTrue();
        read("data: [DONE");
        assertThat(data.startsWith("[DONE]")).isFalse();
    }

    /** The data, null for none; the event stands inside a larger array. */
    private String read(String event) {
        byte[] bytes = ("data: x" + event + "data: y").getBytes(StandardCharsets.UTF_8);
        data.read(bytes, 7, bytes.length - 7);
        return data.present()
                ? new String(data.array(), data.from(), data.to() - data.from(), StandardCharsets.UTF_8)
                : null;
    }
}
