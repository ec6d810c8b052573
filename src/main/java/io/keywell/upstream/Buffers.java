package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

/** Views between Vert.x buffers and bytes; copies only what lies outside the heap. */
final class Buffers {

    private Buffers() {}

    static Bytes view(Buffer buffer) {
        ByteBuf bytes = buffer.getByteBuf();
        if (bytes.hasArray()) {
            return new Bytes(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes());
        }
        return Bytes.of(buffer.getBytes());
    }

    static Buffer of(Bytes bytes) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes.array(), bytes.offset(), bytes.length()));
    }
}
