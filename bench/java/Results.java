import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts what fell into the measured period; calls of the lead-in are only logged. */
final class Results {

    private final long start;
    private final long from;
    private final long to;
    private final boolean logging;
    /** Epoch milliseconds of {@code start}, to lay the log beside what others saw. */
    private final long startedAtMillis;

    private final Histogram latency = new Histogram();
    private final Histogram chunkDelay = new Histogram();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final List<Call> calls = new ArrayList<>();
    private long ok;
    private long incomplete;
    private long cpuMicros;

    /** The run starts at {@code start} and ends at {@code to}; counting begins at {@code from}. */
    Results(long start, long from, long to, boolean logging) {
        this.start = start;
        this.from = from;
        this.to = to;
        this.logging = logging;
        startedAtMillis = System.currentTimeMillis() - (System.nanoTime() - start) / 1_000_000;
    }

    void add(Call call) {
        if (logging) {
            calls.add(call);
        }
        if (call.due < from) {
            return;
        }
        String outcome = (call.retry ? "retry " : "") + call.status + (call.code.isEmpty() ? "" : " " + call.code);
        outcomes.merge(outcome, 1L, Long::sum);
        if (call.status == 200) {
            ok += call.done <= to ? 1 : 0;
            incomplete += call.complete ? 0 : 1;
            latency.add(call.done - call.due);
        }
    }

    /** Takes a chunk of a stream that is read now; counts it when that is in the measured period. */
    void chunk(long writtenAt) {
        long now = System.nanoTime();
        if (now >= from && now < to) {
            chunkDelay.add(now - writtenAt);
        }
    }

    /** The CPU time that the watched process used in the measured period. */
    void cpu(long micros) {
        cpuMicros = micros;
    }

    /** One line of JSON, flat but for the outcomes. */
    String toJson(int unfinished) {
        double seconds = (to - from) / 1e9;
        StringBuilder json = new StringBuilder();
        json.append(String.format(Locale.ROOT, "{\"seconds\":%.1f,\"per_second\":%.1f", seconds, ok / seconds));
        json.append(",\"unfinished\":").append(unfinished).append(",\"incomplete\":").append(incomplete);
        json.append(",\"cpu_us\":").append(cpuMicros);
        json.append(",\"started_at_ms\":").append(startedAtMillis);
        latency.print(json, "");
        chunkDelay.print(json, "chunk_");
        List<String> members = new ArrayList<>();
        outcomes.forEach((name, count) -> members.add("\"" + name + "\":" + count));
        return json.append(",\"outcomes\":{").append(String.join(",", members)).append("}}").toString();
    }

    /** A line for each call, in the order of the answers; milliseconds count from the start of the run. */
    void writeLog(String file) throws IOException {
        try (PrintWriter out = new PrintWriter(file, StandardCharsets.UTF_8)) {
            out.println("due_ms,done_ms,status,code,consumer,key,waited_ms,retry_after_s,retry,id");
            for (Call call : calls) {
                out.printf(
                        Locale.ROOT,
                        "%.3f,%.3f,%d,%s,%d,%s,%s,%d,%d,%s%n",
                        (call.due - start) / 1e6,
                        (call.done - start) / 1e6,
                        call.status,
                        call.code,
                        call.consumer,
                        call.key,
                        call.waitedMillis,
                        call.retryAfter,
                        call.retry ? 1 : 0,
                        call.id);
            }
        }
    }
}
