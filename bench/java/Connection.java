import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/** A socket with at most one call under way, and the reader of its answers (Content-Length or chunked, JSON or SSE). */
final class Connection {

    private enum Part {
        STATUS,
        HEADER,
        BODY,
        CHUNK_SIZE,
        CHUNK_END,
        TRAILER
    }

    private static final int MOST_TEXT = 4096;

    private final InetSocketAddress server;
    private final SocketChannel channel;
    private final SelectionKey selection;
    private final LongConsumer chunkWrittenAt;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> headers = new HashMap<>();
    private ByteBuffer out = ByteBuffer.allocate(0);
    private Part part = Part.STATUS;
    private Call call;
    private long left;
    private boolean chunked;
    private boolean events;

    /** Tells {@code chunkWrittenAt} the time stamp of each chunk of a stream, as it is read. */
    Connection(
            InetSocketAddress server, SocketChannel channel, SelectionKey selection, LongConsumer chunkWrittenAt) {
        this.server = server;
        this.channel = channel;
        this.selection = selection;
        this.chunkWrittenAt = chunkWrittenAt;
        selection.attach(this);
    }

    InetSocketAddress server() {
        return server;
    }

    void send(Call next, byte[] request) throws IOException {
        call = next;
        out = ByteBuffer.wrap(request);
        if (channel.isConnected()) {
            flush();
        }
    }

    /** The call under way, which is no longer this connection's; null = none. */
    Call take() {
        Call taken = call;
        call = null;
        return taken;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // It is gone either way.
        }
    }

    /** Does what the socket is ready for; true when the answer is complete. */
    boolean advance(ByteBuffer in) throws IOException {
        if (selection.isConnectable()) {
            channel.finishConnect();
            flush();
            return false;
        }
        if (selection.isWritable()) {
            flush();
        }
        in.clear();
        if (channel.read(in) < 0) {
            throw new IOException("closed by the server");
        }
        in.flip();
        return call != null && read(in);
    }

    private void flush() throws IOException {
        channel.write(out);
        selection.interestOps(SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0));
    }

    private boolean read(ByteBuffer in) {
        while (in.hasRemaining()) {
            char next = (char) (in.get() & 0xff);
            if (part == Part.BODY) {
                body(next);
                if (--left == 0) {
                    part = Part.CHUNK_END;
                    if (!chunked) {
                        return finish();
                    }
                }
            } else if (next == '\n') {
                String read = line.toString();
                line.setLength(0);
                if (endsWith(read)) {
                    return finish();
                }
            } else if (next != '\r') {
                line.append(next);
            }
        }
        return false;
    }

    /** Takes a line of the head or of the chunked framing; true when the answer ends with it. */
    private boolean endsWith(String read) {
        switch (part) {
            case STATUS -> {
                call.status = Integer.parseInt(read.substring(9, 12));
                part = Part.HEADER;
            }
            case HEADER -> {
                int colon = read.indexOf(':');
                if (colon < 0) {
                    return headEnds();
                }
                headers.put(read.substring(0, colon).toLowerCase(Locale.ROOT), read.substring(colon + 1).trim());
            }
            case CHUNK_SIZE -> {
                left = Long.parseLong(read.split(";", 2)[0].trim(), 16);
                part = left == 0 ? Part.TRAILER : Part.BODY;
            }
            case CHUNK_END -> part = Part.CHUNK_SIZE;
            default -> {
                return read.isEmpty();
            }
        }
        return false;
    }

    private boolean headEnds() {
        chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        events = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        left = Long.parseLong(headers.getOrDefault("content-length", "0"));
        part = chunked ? Part.CHUNK_SIZE : Part.BODY;
        return !chunked && left == 0;
    }

    private void body(char next) {
        if (!events) {
            if (call.status != 200 && text.length() < MOST_TEXT) {
                text.append(next);
            }
        } else if (next != '\n') {
            text.append(next);
        } else {
            event();
            text.setLength(0);
        }
    }

    private void event() {
        int stamp = text.indexOf("@");
        if (stamp >= 0) {
            long nanos = 0;
            for (int i = stamp + 1; i < text.length() && Character.isDigit(text.charAt(i)); i++) {
                nanos = nanos * 10 + text.charAt(i) - '0';
            }
            chunkWrittenAt.accept(nanos);
        } else if (text.indexOf("data: [DONE]") == 0) {
            call.complete = true;
        }
    }

    private boolean finish() {
        call.key = headers.getOrDefault("x-keywell-key", "");
        call.id = headers.getOrDefault("x-request-id", "");
        call.waitedMillis = headers.getOrDefault("x-keywell-waited-ms", "");
        call.complete |= !events;
        if (call.status != 200) {
            String code = text.toString().replaceFirst("(?s).*\"code\"\\s*:\\s*\"([a-z_]+)\".*", "$1");
            call.code = code.matches("[a-z_]+") ? code : "other";
            call.retryAfter = Long.parseLong(headers.getOrDefault("retry-after", "-1"));
        }
        headers.clear();
        text.setLength(0);
        part = Part.STATUS;
        return true;
    }
}
