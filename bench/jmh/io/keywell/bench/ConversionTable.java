package io.keywell.bench;

import io.keywell.core.Dialect;
import io.keywell.protocol.convert.Conversions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures all pairs and prints one Markdown table. */
public final class ConversionTable {

    private static final double REQUEST_GOAL_MICROS = 150;
    private static final double EVENT_GOAL_MICROS = 20;

    private ConversionTable() {}

    public static void main(String[] args) throws Exception {
        boolean quick = List.of(args).contains("--quick");
        Map<String, RunResult> requests = new LinkedHashMap<>();
        Map<String, RunResult> events = new LinkedHashMap<>();
        for (RunResult result : new Runner(options(quick)).run()) {
            boolean request = result.getPrimaryResult().getLabel().equals("request");
            (request ? requests : events).put(result.getParams().getParam("pair"), result);
        }
        System.out.println("| from -> to | request us | best | event us | best | goals met |");
        System.out.println("|---|---|---|---|---|---|");
        for (String pair : pairs()) {
            System.out.println(row(pair, requests.get(pair), events.get(pair)));
        }
    }

    private static Options options(boolean quick) {
        // Less than three seconds of warm-up measure the compiler.
        TimeValue time = TimeValue.milliseconds(quick ? 300 : 1000);
        return new OptionsBuilder()
                .include(ConversionBenchmark.class.getName() + ".*")
                .param("pair", pairs().toArray(String[]::new))
                .forks(1)
                .jvmArgs("-XX:+UseSerialGC", "-Xmx256m")
                .warmupIterations(quick ? 3 : 4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 4 : 6)
                .measurementTime(time)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static List<String> pairs() {
        List<String> pairs = new ArrayList<>();
        for (Dialect from : Dialect.values()) {
            for (Dialect to : Dialect.values()) {
                if (from != Dialect.BEDROCK && Conversions.all().find(from, to) != null) {
                    pairs.add(from + " " + to);
                }
            }
        }
        return pairs;
    }

    private static String row(String pair, RunResult request, RunResult event) {
        double requestMicros = request.getPrimaryResult().getScore();
        double eventMicros = event.getPrimaryResult().getScore();
        boolean met = requestMicros < REQUEST_GOAL_MICROS && eventMicros < EVENT_GOAL_MICROS;
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.2f | %.2f | %s |",
                pair.toLowerCase(Locale.ROOT).replace(" ", " -> "),
                requestMicros,
                best(request),
                eventMicros,
                best(event),
                met ? "yes" : "**no**");
    }

    /** The fastest iteration: what is left when nothing else wants the core. */
    static double best(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(run -> run.getIterationResults().stream())
                .map(IterationResult::getPrimaryResult)
                .mapToDouble(iteration -> iteration.getScore())
                .min()
                .orElseThrow();
    }
}
