package io.keywell.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures both stores and prints what the cluster's adds to a request. */
public final class StoreTable {

    /** Of CPU, what a whole request costs at the least with the local store ({@code bench/cluster cost}). */
    private static final double REQUEST_MICROS = 39;

    private static final double GOAL_PERCENT = 5;

    private StoreTable() {}

    public static void main(String[] args) throws Exception {
        boolean quick = List.of(args).contains("--quick");
        Map<String, RunResult> results = new HashMap<>();
        for (RunResult result : new Runner(options(quick)).run()) {
            results.put(result.getParams().getParam("store"), result);
        }
        RunResult local = results.get("local");
        RunResult cluster = results.get("cluster");
        System.out.println("| what a request asks of the store | local | cluster | more |");
        System.out.println("|---|---|---|---|");
        row("ns, mean", score(local), score(cluster));
        row("ns, fastest iteration", best(local), best(cluster));
        row("bytes allocated", allocated(local), allocated(cluster));
        double percent = (score(cluster) - score(local)) / 10 / REQUEST_MICROS;
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "Of a request of %.0f us that is %.2f %% more; goal: at most %.0f: %s%n",
                REQUEST_MICROS,
                percent,
                GOAL_PERCENT,
                percent <= GOAL_PERCENT ? "yes" : "**no**");
    }

    private static Options options(boolean quick) {
        return new OptionsBuilder()
                .include(StoreBenchmark.class.getName() + ".*")
                .forks(quick ? 1 : 3)
                .jvmArgs("-XX:+UseSerialGC", "-Xmx256m")
                .addProfiler(GCProfiler.class)
                .warmupIterations(5)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(quick ? 4 : 8)
                .measurementTime(TimeValue.seconds(2))
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static void row(String what, double local, double cluster) {
        System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f | %.0f |%n", what, local, cluster, cluster - local);
    }

    private static double score(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    }

    /** What is left when nothing else wants the core. */
    private static double best(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(run -> run.getIterationResults().stream())
                .map(IterationResult::getPrimaryResult)
                .mapToDouble(iteration -> iteration.getScore())
                .min()
                .orElseThrow();
    }
}
