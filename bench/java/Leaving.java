import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/**
 * Callers that do not stay: they send half a request, or leave before the answer, or in the middle of a stream; politely or
 * with a reset. Prints one line of JSON.
 */
final class Leaving {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int MOST_READ = 8_000;

    private final InetSocketAddress server;
    private final byte[] request;
    private final long end;
    private final LongAdder left = new LongAdder();
    private final LongAdder refused = new LongAdder();

    private Leaving(Options options) {
        server = new InetSocketAddress("127.0.0.1", (int) options.number("port", 8080));
        String body = "{\"model\":\"" + options.text("model")
                + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + options.text("key")
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length();
        request = (head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
        end = System.nanoTime() + options.number("seconds", 10) * 1_000_000_000L;
    }

    public static void main(String[] args) throws InterruptedException {
        Options options = new Options(args);
        long seed = options.number("seed", System.nanoTime());
        System.err.println("seed " + seed);
        Leaving leaving = new Leaving(options);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < options.number("callers", 8); i++) {
            Random random = new Random(seed + i);
            Thread caller = new Thread(() -> leaving.run(random));
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        System.out.printf("{\"left\":%d,\"refused\":%d}%n", leaving.left.sum(), leaving.refused.sum());
    }

    private void run(Random random) {
        while (System.nanoTime() < end) {
            try {
                callAndLeave(random);
                left.increment();
            } catch (IOException e) {
                refused.increment();
            }
        }
    }

    private void callAndLeave(Random random) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(server, PATIENCE_MILLIS);
            if (random.nextBoolean()) {
                // Closing then resets the connection.
                socket.setSoLinger(true, 0);
            }
            int sent = random.nextInt(4) == 0 ? 1 + random.nextInt(request.length - 1) : request.length;
            socket.getOutputStream().write(request, 0, sent);
            if (sent < request.length) {
                return;
            }
            InputStream answer = socket.getInputStream();
            byte[] buffer = new byte[1024];
            int wanted = random.nextInt(MOST_READ);
            for (int read = 0; wanted > 0 && read >= 0; wanted -= read) {
                read = answer.read(buffer, 0, Math.min(buffer.length, wanted));
            }
        }
    }
}
