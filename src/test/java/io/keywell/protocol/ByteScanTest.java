package io.keywell.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class ByteScanTest {

    private interface Search {
        int find(byte[] bytes, int from, int end);
    }

    @Test
    void stringStopFindsEveryByteThatEndsPlainText() {
        check(ByteScan::stringStop, b -> b == '"' || b == '\\' || b < ' ');
    }

    @Test
    void quoteOrBackslashFindsOnlyThose() {
        check(ByteScan::quoteOrBackslash, b -> b == '"' || b == '\\');
    }

    @Test
    void lineEndFindsOnlyLineFeedAndCarriageReturn() {
        check(ByteScan::lineEnd, b -> b == '\n' || b == '\r');
    }

    /** Every byte value, at every position, before every other value, behind every start, in words and in tails. */
    private static void check(Search search, IntPredicate stops) {
        for (int length = 1; length <= 19; length++) {
            for (int at = 0; at < length; at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] bytes = new byte[length];
                    Arrays.fill(bytes, (byte) 'a');
                    bytes[at] = (byte) value;
                    if (at + 1 < length) {
                        bytes[at + 1] = (byte) (value + 1);
                    }
                    for (int from = 0; from <= at; from++) {
                        assertThat(search.find(bytes, from, length)).isEqualTo(naive(bytes, from, stops));
                    }
                }
            }
        }
    }

    private static int naive(byte[] bytes, int from, IntPredicate stops) {
        int i = from;
        while (i < bytes.length && !stops.test(bytes[i])) {
            i++;
        }
        return i;
    }
}
