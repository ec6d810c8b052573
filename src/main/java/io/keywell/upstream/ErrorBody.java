package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Consumer;

/** Reads the body of a bad answer, as much of it as tells something. */
final class ErrorBody {

    private static final int LONGEST = 64 * 1024;

    private ErrorBody() {}

    /** @param whole told when the answer has ended */
    static void read(HttpClientResponse bad, Consumer<Bytes> whole) {
        Buffer body = Buffer.buffer();
        bad.handler(chunk -> {
            if (body.length() < LONGEST) {
                body.appendBuffer(chunk);
            }
        });
        bad.endHandler(ended -> whole.accept(Bytes.of(body.getBytes(0, Math.min(body.length(), LONGEST)))));
    }
}
