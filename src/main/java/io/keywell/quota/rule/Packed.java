package io.keywell.quota.rule;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers in few bytes: seven bits a byte, the low ones first; the top bit says that more follow. */
final class Packed {

    private Packed() {}

    static final class Writer {
        private byte[] bytes = new byte[256];
        private int length;

        void byteValue(int value) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = (byte) value;
        }

        /** Not negative. */
        void number(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                byteValue((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            byteValue((int) rest);
        }

        /** Any eight bytes. */
        void fixed(long value) {
            for (int shift = 56; shift >= 0; shift -= 8) {
                byteValue((int) (value >>> shift));
            }
        }

        void text(String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            number(utf8.length);
            for (byte one : utf8) {
                byteValue(one);
            }
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, length);
        }
    }

    /** Throws {@link IllegalArgumentException} for what no writer writes. */
    static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        int byteValue() {
            if (at == bytes.length) {
                throw new IllegalArgumentException("it ends too early, after " + at + " bytes");
            }
            return bytes[at++] & 0xFF;
        }

        long number() {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                int next = byteValue();
                value |= (long) (next & 0x7F) << shift;
                if (next < 0x80) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number has no end, at byte " + at);
        }

        /** A number that is not larger than it can sensibly be. */
        int small(int most) {
            long value = number();
            if (value > most) {
                throw new IllegalArgumentException(value + " at byte " + at + "; expected at most " + most);
            }
            return (int) value;
        }

        long fixed() {
            long value = 0;
            for (int i = 0; i < 8; i++) {
                value = value << 8 | byteValue();
            }
            return value;
        }

        String text(int longest) {
            byte[] utf8 = new byte[small(longest)];
            for (int i = 0; i < utf8.length; i++) {
                utf8[i] = (byte) byteValue();
            }
            return new String(utf8, StandardCharsets.UTF_8);
        }

        void end() {
            if (at != bytes.length) {
                throw new IllegalArgumentException(bytes.length - at + " bytes too many");
            }
        }
    }
}
