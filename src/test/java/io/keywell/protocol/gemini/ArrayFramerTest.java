package io.keywell.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayFramerTest {

    private static final String STREAM = "[{\"a\":\"\u6f22 ]}, \\\"{\\\\\"}\r\n,\r\n{\r\n  \"b\": [1, {}]\n}\n]\n";

    private final List<String> events = new ArrayList<>();

    /** Whether it could be read to its end. */
    private boolean read(String text, int step) {
        ArrayFramer framer = new ArrayFramer();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean readable = true;
        for (int from = 0; from < bytes.length && readable; from += step) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + step));
            readable = framer.feed(chunk, 0, chunk.length, this::note);
        }
        framer.finish(this::note);
        return readable;
    }

    private void note(byte[] event, int from, int to) {
        events.add(new String(event, from, to - from, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void anElementIsAnEventWhereverTheNetworkSplitsIt(int step) {
        assertThat(read(STREAM, step)).isTrue();

        assertThat(events)
                .containsExactly("data: {\"a\":\"\u6f22 ]}, \\\"{\\\\\"}\n\n", "data: {    \"b\": [1, {}] }\n\n");
    }

    @Test
    void anObjectAloneIsAnEvent() {
        assertThat(read("{\"error\":{\"code\":503}}", 5)).isTrue();

        assertThat(events).containsExactly("data: {\"error\":{\"code\":503}}\n\n");
    }

    @Test
    void anElementThatIsTornIsHandedOnAtTheEnd() {
        assertThat(read("[{\"a\":1},{\"b\":\"x", 4)).isTrue();

        assertThat(events).containsExactly("data: {\"a\":1}\n\n", "data: {\"b\":\"x\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{}x", "<html>", "[\"a\"]", "[{}] 7", "null"})
    void whatIsNoArrayOfObjectsCannotBeRead(String text) {
        assertThat(read(text, 100)).isFalse();
    }

    @Test
    void anArrayWithoutElementsSaysNothing() {
        assertThat(read(" [\r\n]", 1)).isTrue();

        assertThat(events).isEmpty();
    }
}
