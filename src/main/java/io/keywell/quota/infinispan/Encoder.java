package io.keywell.quota.infinispan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes fields one after the other: numbers with the high byte first, texts and byte strings with their length. */
final class Encoder {

    private static final int USUAL_LENGTH = 96;

    private byte[] bytes = new byte[USUAL_LENGTH];
    private int length;

    Encoder octet(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    Encoder number(long value) {
        ensure(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    Encoder text(String value) {
        return block(value.getBytes(StandardCharsets.UTF_8));
    }

    /** At most 65,535 bytes; more are cut off, which no name that the gateway accepts has. */
    Encoder block(byte[] value) {
        int size = Math.min(value.length, 0xffff);
        ensure(2 + size);
        bytes[length++] = (byte) (size >>> Byte.SIZE);
        bytes[length++] = (byte) size;
        System.arraycopy(value, 0, bytes, length, size);
        length += size;
        return this;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
