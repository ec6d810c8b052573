import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls in closed loops, some short and some as long streams, until a file appears; no call is made twice. Each answer must be
 * whole: status 200, and for a stream every chunk and its end. Prints one line of JSON.
 */
final class Rolling {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI url;
    private final String key;
    private final Path until;
    private final int chunks;
    private final AtomicLong good = new AtomicLong();
    private final AtomicLong streams = new AtomicLong();
    private final Map<String, Long> bad = new TreeMap<>();

    private Rolling(Options options) {
        url = URI.create(options.text("url"));
        key = options.text("key");
        until = Path.of(options.text("until"));
        chunks = (int) options.number("chunks", 100);
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        Rolling rolling = new Rolling(options);
        List<Thread> callers = new ArrayList<>();
        for (long i = options.number("short", 8); i > 0; i--) {
            callers.add(new Thread(() -> rolling.call(false)));
        }
        for (long i = options.number("streams", 30); i > 0; i--) {
            callers.add(new Thread(() -> rolling.call(true)));
        }
        for (Thread caller : callers) {
            caller.start();
            // Streams end one by one, not all at once.
            Thread.sleep(50);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        long lost = rolling.bad.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("{\"good\":%d,\"streams\":%d,\"lost\":%d}%n", rolling.good.get(), rolling.streams.get(), lost);
        rolling.bad.forEach((what, times) -> System.err.println(times + " x " + what));
        System.exit(lost == 0 ? 0 : 1);
    }

    private void call(boolean stream) {
        String model = stream ? "long" : "short";
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(90))
                .POST(BodyPublishers.ofString("{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"))
                .build();
        while (!Files.exists(until)) {
            try {
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                count(stream, wrong(stream, answer));
                if (!stream) {
                    Thread.sleep(20);
                }
            } catch (IOException e) {
                count(stream, e.toString());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** What is wrong with the answer; null = it is whole. */
    private String wrong(boolean stream, HttpResponse<String> answer) {
        String body = answer.body();
        if (answer.statusCode() != 200) {
            return answer.statusCode() + " " + body.strip();
        }
        if (!stream) {
            return body.contains("\"finish_reason\"") ? null : "no answer: " + body;
        }
        int seen = body.split("\"content\":\"[^\"]", -1).length - 1;
        return body.endsWith("data: [DONE]\n\n") && seen >= chunks ? null : "a stream with " + seen + " chunks";
    }

    private void count(boolean stream, String wrong) {
        if (wrong == null) {
            (stream ? streams : good).incrementAndGet();
            return;
        }
        synchronized (bad) {
            bad.merge((stream ? "stream: " : "call: ") + wrong, 1L, Long::sum);
        }
    }
}
