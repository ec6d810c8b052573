package io.keywell.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.crossing.Script.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that does not read stops the caller: what lies between them stays little, however large the file is. */
@QuarkusTest
@TestProfile(Profile.class)
class SlowUploadTest extends Crossing {

    private static final int FILE = 24 << 20;

    /**
     * What may lie between the two ends. The system keeps up to 6 MiB received and 4 MiB to be sent for the gateway's two
     * connections, where nobody says otherwise; the gateway itself keeps a bit more than 1 MiB for another attempt.
     */
    private static final int BETWEEN = 14 << 20;

    private static final int SMALL_BUFFER = 64 << 10;

    /** So long not a byte more could be written: the caller is stopped. */
    private static final long STOPPED_MILLIS = 1_500;

    private static final long PATIENCE_MILLIS = 15_000;

    @ParameterizedTest
    @ValueSource(strings = {"v1/audio/transcriptions", "v1/images/edits"})
    void aCallerIsStoppedAsLongAsTheProviderDoesNotRead(String path) throws IOException {
        script.answers("openai", Answer.json(200, "{\"text\":\"hello\"}"));
        Promise<Void> reading = script.readsNothing();
        ByteBuffer request = request(path);

        try (SocketChannel caller = SocketChannel.open()) {
            caller.setOption(StandardSocketOptions.SO_SNDBUF, SMALL_BUFFER);
            caller.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
            caller.configureBlocking(false);
            try (Selector selector = Selector.open()) {
                caller.register(selector, SelectionKey.OP_WRITE);
                write(request, caller, selector, STOPPED_MILLIS);
                assertThat(request.position()).as("bytes on their way").isBetween(SMALL_BUFFER, BETWEEN);

                reading.complete();
                write(request, caller, selector, PATIENCE_MILLIS);
                assertThat(request.remaining()).as("bytes that nobody took").isZero();
            }
            caller.configureBlocking(true);
            caller.socket().setSoTimeout((int) PATIENCE_MILLIS);
            byte[] answer = caller.socket().getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200")
                    .contains("{\"text\":\"hello\"}");
        }
        assertThat(script.received("openai").get(0).body().length()).isGreaterThan(FILE);
    }

    private static void write(ByteBuffer request, SocketChannel caller, Selector selector, long patience)
            throws IOException {
        while (request.hasRemaining() && selector.select(patience) > 0) {
            selector.selectedKeys().clear();
            caller.write(request);
        }
    }

    private static ByteBuffer request(String path) {
        byte[] before = ("--x7\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nonly-openai\r\n--x7\r\n"
                        + "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] after = "\r\n--x7--\r\n".getBytes(StandardCharsets.US_ASCII);
        int length = before.length + FILE + after.length;
        byte[] head = ("POST /" + path + " HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\nx-api-key: "
                        + Providers.KEY
                        + "\r\ncontent-type: multipart/form-data; boundary=x7\r\ncontent-length: " + length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer request = ByteBuffer.allocate(head.length + length).put(head).put(before);
        request.position(request.position() + FILE);
        return request.put(after).flip();
    }
}
