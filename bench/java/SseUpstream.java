import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stand-in for a provider that streams: to each POST a chat completion of {@code chunks} chunks, one each
 * {@code interval} milliseconds, then usage and {@code [DONE]}. Each chunk's content is {@code @} and the
 * {@link System#nanoTime()} at which it was written, which the load generator on the same machine compares with its own.
 *
 * <p>One thread, HTTP/1.1 with keep-alive, requests with Content-Length only.
 */
public final class SseUpstream {

    private static final String HEAD =
            """
            HTTP/1.1 200 OK\r
            content-type: text/event-stream\r
            x-ratelimit-limit-requests: 100000000\r
            x-ratelimit-remaining-requests: 99999999\r
            x-ratelimit-reset-requests: 1ms\r
            transfer-encoding: chunked\r
            \r
            """;
    private static final String EVENT = "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1,\"model\":\"bench\",\"choices\":[";
    private static final String LAST = EVENT
            + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n" + EVENT
            + "],\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":64,\"total_tokens\":564}}\n\ndata: [DONE]\n\n";
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
    private static final int MOST_REQUEST = 128 * 1024;

    private final int chunks;
    private final long intervalNanos;
    private final Selector selector = Selector.open();
    private final List<Client> streaming = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("java SseUpstream port chunks interval-ms");
            System.exit(2);
        }
        new SseUpstream(Integer.parseInt(args[1]), Long.parseLong(args[2]) * 1_000_000).serve(Integer.parseInt(args[0]));
    }

    private SseUpstream(int chunks, long intervalNanos) throws IOException {
        this.chunks = chunks;
        this.intervalNanos = intervalNanos;
    }

    private void serve(int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress("127.0.0.1", port), 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select(this::onReady, streaming.isEmpty() ? 0 : 1);
            streaming.removeIf(client -> !client.write(System.nanoTime()));
        }
    }

    private void onReady(SelectionKey ready) {
        try {
            if (ready.isAcceptable()) {
                SocketChannel channel = ((ServerSocketChannel) ready.channel()).accept();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ, new Client(channel));
            } else {
                Client client = (Client) ready.attachment();
                if (client.hasRequest()) {
                    client.startStream();
                    streaming.add(client);
                }
            }
        } catch (IOException gone) {
            ready.cancel();
            close((SocketChannel) ready.channel());
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // It is gone either way.
        }
    }

    private final class Client {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(MOST_REQUEST);
        private ByteBuffer out = ByteBuffer.allocate(0);
        private long nextAt;
        private int written;

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        /** Reads what has come; true when it is a whole request. */
        boolean hasRequest() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("closed by the client");
            }
            String read = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
            int headEnd = read.indexOf("\r\n\r\n");
            Matcher length = LENGTH.matcher(read);
            if (headEnd < 0 || in.position() < headEnd + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0)) {
                return false;
            }
            in.clear();
            return true;
        }

        void startStream() throws IOException {
            written = 0;
            nextAt = System.nanoTime();
            out = ByteBuffer.wrap(HEAD.getBytes(StandardCharsets.US_ASCII));
            channel.write(out);
        }

        /** Writes the chunks that are due; false when the stream is over. A reader that is slow delays its own. */
        boolean write(long now) {
            try {
                channel.write(out);
                while (!out.hasRemaining() && nextAt <= now) {
                    if (written > chunks) {
                        return false;
                    }
                    boolean last = written++ == chunks;
                    out = last ? chunk(LAST, "0\r\n\r\n") : chunk(EVENT + delta() + "]}\n\n", "");
                    channel.write(out);
                    nextAt += last ? 0 : intervalNanos;
                }
                return true;
            } catch (IOException gone) {
                close(channel);
                return false;
            }
        }

        private String delta() {
            return "{\"index\":0,\"delta\":{\"content\":\"@" + System.nanoTime() + "\"},\"finish_reason\":null}";
        }

        private ByteBuffer chunk(String data, String end) {
            String framed = Integer.toHexString(data.length()) + "\r\n" + data + "\r\n" + end;
            return ByteBuffer.wrap(framed.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
