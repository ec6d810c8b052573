package io.keywell.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures a request's way with and without, and prints what the cluster's store and what the ledger add to it. */
public final class PathTable {

    /** Of CPU, what a whole request costs at the least with the local store and no ledger ({@code bench/cluster cost}). */
    private static final double REQUEST_MICROS = 39;

    private static final double STORE_PERCENT = 5;
    private static final double LEDGER_PERCENT = 10;

    private PathTable() {}

    public static void main(String[] args) throws Exception {
        boolean quick = List.of(args).contains("--quick");
        Map<String, RunResult> results = new HashMap<>();
        for (RunResult result : new Runner(options(quick)).run()) {
            for (String parameter : result.getParams().getParamsKeys()) {
                results.put(result.getParams().getParam(parameter), result);
            }
        }
        print("What a request asks of its quota store", results.get("local"), results.get("cluster"), STORE_PERCENT);
        System.out.println();
        print(
                "A call's record, after 20 us of other work",
                results.get("none"),
                results.get("journal"),
                LEDGER_PERCENT);
    }

    private static void print(String what, RunResult without, RunResult with, double goalPercent) {
        System.out.printf(
                "| %s | %s | %s | more |%n",
                what,
                without.getParams().getParam(key(without)),
                with.getParams().getParam(key(with)));
        System.out.println("|---|---|---|---|");
        row("ns, mean", score(without), score(with));
        row("ns, fastest iteration", ConversionTable.best(without), ConversionTable.best(with));
        row("bytes allocated", allocated(without), allocated(with));
        double percent = (score(with) - score(without)) / 10 / REQUEST_MICROS;
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "Of a request of %.0f us that is %.2f %% more; goal: at most %.0f: %s%n",
                REQUEST_MICROS,
                percent,
                goalPercent,
                percent <= goalPercent ? "yes" : "**no**");
    }

    private static String key(RunResult result) {
        return result.getParams().getParamsKeys().iterator().next();
    }

    private static Options options(boolean quick) {
        return new OptionsBuilder()
                .include(StoreBenchmark.class.getName() + ".*")
                .include(LedgerBenchmark.class.getName() + ".*")
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
}
