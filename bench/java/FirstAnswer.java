import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Knocks at a port every two milliseconds until a call gets the status 200, and prints when that was: microseconds of the
 * epoch. Start it before the server, and the server once the file {@code --ready} is there: what it costs to start a
 * client is then no part of the figure. Status 1 when {@code --seconds} pass without an answer.
 */
final class FirstAnswer {

    private static final long PAUSE_NANOS = 2_000_000;
    private static final int PATIENCE_MILLIS = 10_000;

    private FirstAnswer() {}

    public static void main(String[] args) throws IOException {
        Options options = new Options(args);
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", (int) options.number("port", 8080));
        byte[] request = request(options);
        long end = System.nanoTime() + options.number("seconds", 60) * 1_000_000_000L;
        Files.createFile(Path.of(options.text("ready")));
        String last = "no connection";
        while (System.nanoTime() < end) {
            try {
                last = ask(server, request);
            } catch (IOException closed) {
                last = closed.toString();
            }
            if (last.contains(" 200 ")) {
                System.out.println(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        System.err.println("No good answer; the last was: " + last);
        System.exit(1);
    }

    private static byte[] request(Options options) {
        String body = "{\"model\":\"" + options.text("model") + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + options.text("key")
                + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length();
        return (head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    }

    /** The status line; the answer is read to its end, so that it is a whole one. */
    private static String ask(InetSocketAddress server, byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(server, PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String status = answer.readLine();
            while (answer.readLine() != null) {
                // To the end.
            }
            return status == null ? "closed without an answer" : status;
        }
    }
}
