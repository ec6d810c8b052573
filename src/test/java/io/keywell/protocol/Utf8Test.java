package io.keywell.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {

    /** The bytes at which the rules for second and later bytes change. */
    private static final int[] EDGES = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xFF};

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer chars = CharBuffer.allocate(16);

    @Test
    void agreesWithThePlatformOnEveryLeadByteAndAllEdgesBehindIt() {
        for (int lead = 0x80; lead < 256; lead++) {
            same(lead);
            for (int second : EDGES) {
                same(lead, second);
                for (int third : EDGES) {
                    same(lead, second, third);
                    for (int fourth : EDGES) {
                        same(lead, second, third, fourth);
                    }
                }
            }
        }
    }

    @Test
    void stopsAtTheNextAsciiByte() {
        byte[] bytes = "äöa".getBytes(StandardCharsets.UTF_8);

        assertThat(Utf8.skipRun(bytes, 0, bytes.length)).isEqualTo(4);
    }

    @Test
    void saysWhereTheBrokenCharacterStarts() {
        byte[] bytes = {(byte) 0xC3, (byte) 0xA4, (byte) 0xE2, (byte) 0x82, 'x'};

        assertThat(Utf8.skipRun(bytes, 0, bytes.length)).isEqualTo(~2);
    }

    private void same(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        int i = 0;
        while (i >= 0 && i < bytes.length) {
            i = bytes[i] < 0 ? Utf8.skipRun(bytes, i, bytes.length) : i + 1;
        }
        chars.clear();
        boolean valid =
                !decoder.reset().decode(ByteBuffer.wrap(bytes), chars, true).isError();
        assertThat(i >= 0).as("%s", java.util.Arrays.toString(values)).isEqualTo(valid);
    }
}
