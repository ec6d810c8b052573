package io.keywell.quota.infinispan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link Encoder} has written. Throws {@link java.nio.BufferUnderflowException} when there is less. */
final class Decoder {

    private final ByteBuffer bytes;

    Decoder(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    int octet() {
        return bytes.get() & 0xff;
    }

    long number() {
        return bytes.getLong();
    }

    String text() {
        return new String(block(), StandardCharsets.UTF_8);
    }

    byte[] block() {
        byte[] block = new byte[bytes.getShort() & 0xffff];
        bytes.get(block);
        return block;
    }
}
