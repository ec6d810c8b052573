package io.keywell.drill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Streams content as fast as it is read, for ever, and counts what it could write. */
public final class EndlessProvider implements AutoCloseable {

    private static final String EVENT =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"more and more\"},\"finish_reason\":null}]}\n\n";

    private final ServerSocket server;
    private final AtomicLong written = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();

    EndlessProvider() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon("endless-provider", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Bytes that the gateway's side has taken, what the kernel holds included. */
    long written() {
        return written.get();
    }

    /** Streams that are being written. */
    int open() {
        return open.get();
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                daemon("endless-stream", () -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        open.incrementAndGet();
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                // The head of the request says nothing that matters here.
            }
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            String events = EVENT.repeat(300);
            byte[] chunk = (Integer.toHexString(events.length()) + "\r\n" + events + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(chunk);
                written.addAndGet(chunk.length);
            }
        } catch (IOException gone) {
            // The only way in which it ends.
        } finally {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
