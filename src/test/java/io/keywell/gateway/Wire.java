package io.keywell.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A bare connection to the gateway, for requests that no HTTP client would send. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    Wire(URI root) throws IOException {
        socket = new Socket(root.getHost(), root.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Everything until the gateway closes the connection. Fails when it does not. */
    String untilClosed() throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] piece = new byte[8_192];
        try {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                heard.write(piece, 0, n);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection stays open after: " + heard.toString(StandardCharsets.UTF_8), e);
        }
        return heard.toString(StandardCharsets.UTF_8);
    }

    static String head(String consumer, String line, String... headers) {
        return line + "\r\nhost: gateway\r\nauthorization: Bearer " + World.keyOf(consumer) + "\r\n"
                + String.join(
                        "",
                        java.util.Arrays.stream(headers)
                                .map(header -> header + "\r\n")
                                .toList()) + "\r\n";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
