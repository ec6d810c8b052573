package io.keywell.drill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A caller on a bare socket, which may go away or stop reading whenever it likes. */
final class RawCaller implements AutoCloseable {

    private static final int READ_MILLIS = 10_000;
    private static final int SMALL_BUFFER = 8 * 1024;

    private final Socket socket = new Socket();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    RawCaller(URI gateway) throws IOException {
        // Before the connection is made: it decides the window that the gateway may fill.
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout(READ_MILLIS);
        socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
    }

    static RawCaller asking(URI gateway, String body, String... headers) throws IOException {
        RawCaller caller = new RawCaller(gateway);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        caller.head("content-length: " + bytes.length, headers).write(bytes);
        return caller;
    }

    RawCaller head(String framing, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\n")
                .append("content-type: application/json\r\nauthorization: Bearer ")
                .append(SimulatedProviders.CALLER_KEY)
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return write(head.append(framing).append("\r\n\r\n").toString());
    }

    RawCaller write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    RawCaller write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads until the text was heard. */
    String hear(String text) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[64 * 1024];
        int from = 0;
        while (heard.toString(StandardCharsets.UTF_8).indexOf(text, from) < 0) {
            from = Math.max(0, heard.size() - text.length());
            int n = in.read(buffer);
            if (n < 0) {
                throw new IOException("the gateway closed the connection after: " + said());
            }
            heard.write(buffer, 0, n);
        }
        return said();
    }

    /** Reads on until the text stands at the end of what came; keeps none of it. Returns how many bytes came. */
    long drain(String end) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[64 * 1024];
        String tail = "";
        long bytes = 0;
        while (!tail.endsWith(end)) {
            int n = in.read(buffer);
            if (n < 0) {
                throw new IOException("the gateway closed the connection after: " + tail);
            }
            bytes += n;
            String now = tail + new String(buffer, Math.max(0, n - 64), Math.min(n, 64), StandardCharsets.US_ASCII);
            tail = now.substring(Math.max(0, now.length() - 64));
        }
        return bytes;
    }

    /** What was heard so far. */
    String said() {
        return heard.toString(StandardCharsets.UTF_8);
    }

    void forget() {
        heard.reset();
    }

    /** Goes away without a word: the gateway sees a reset. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Goes away politely: the gateway sees the end of the stream. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
