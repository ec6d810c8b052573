package io.keywell.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A request over a bare socket, so that a test sees each byte and how the connection ended. */
final class RawCall implements AutoCloseable {

    enum End {
        CLOSED,
        RESET,
        SILENT
    }

    private static final int SILENCE_MILLIS = 400;

    private final Socket socket;
    private String heard = "";

    RawCall(SimulatorFixture simulator, String key, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        socket = new Socket("127.0.0.1", simulator.server.port());
        socket.setSoTimeout(SILENCE_MILLIS);
        String head = "POST /simulator/openai/v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
                + key + "\r\nconnection: close\r\ncontent-length: " + bytes.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads until nothing more comes and says why. */
    End listen() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8_192];
        End end = End.CLOSED;
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException silence) {
            end = End.SILENT;
        } catch (SocketException reset) {
            end = End.RESET;
        }
        heard = bytes.toString(StandardCharsets.UTF_8);
        return end;
    }

    String heard() {
        return heard;
    }

    String body() {
        return heard.substring(heard.indexOf("\r\n\r\n") + 4);
    }

    /** The body without the sizes of its chunks, which count bytes. */
    String unchunked() {
        StringBuilder text = new StringBuilder();
        String rest = new String(body().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        while (rest.contains("\r\n")) {
            int size = Integer.parseInt(rest.substring(0, rest.indexOf("\r\n")), 16);
            int from = rest.indexOf("\r\n") + 2;
            text.append(rest, from, from + size);
            rest = rest.substring(Math.min(rest.length(), from + size + 2));
        }
        return new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    boolean endsProperly() {
        return heard.endsWith("0\r\n\r\n");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
