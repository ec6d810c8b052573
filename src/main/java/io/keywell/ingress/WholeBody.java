package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A body in one piece. */
final class WholeBody {

    private WholeBody() {}

    /** Puts an answer together whose rest is still to come. */
    static void gather(Buffer first, @Nullable ReadStream<Buffer> rest, Consumer<Bytes> whole) {
        if (rest == null) {
            whole.accept(view(first));
            return;
        }
        Buffer all = Buffer.buffer().appendBuffer(first);
        rest.handler(all::appendBuffer);
        rest.endHandler(ended -> whole.accept(view(all)));
        rest.resume();
    }

    static Bytes view(Buffer buffer) {
        ByteBuf bytes = buffer.getByteBuf();
        if (bytes.hasArray()) {
            return new Bytes(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes());
        }
        return Bytes.of(buffer.getBytes());
    }
}
