import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One level of offered load in an exhaustion run, and what it came to. Times are milliseconds, shares are of 1. */
final class Level {

    private static final double WINDOW_MILLIS = 60_000;

    private final String name;
    private final Setup setup;
    private final List<Row> rows;
    private final List<Row> calls;
    private final List<Row> answers;
    private final List<Row> retries;
    private final String[] upstream;
    private final String summary;

    /**
     * @param poolLimit requests a minute of each pool
     * @param from where the measured period begins, milliseconds from the start of the level
     * @param to where it ends
     */
    record Setup(Path folder, int consumers, int pools, int poolLimit, double from, double to) {}

    /** A line of the generator's log. */
    private record Row(
            double due, double done, int status, String code, int consumer, String key, String waited, boolean retry) {

        static Row parse(String line) {
            String[] cell = line.split(",", -1);
            return new Row(
                    Double.parseDouble(cell[0]),
                    Double.parseDouble(cell[1]),
                    Integer.parseInt(cell[2]),
                    cell[3],
                    Integer.parseInt(cell[4]),
                    cell[5],
                    cell[6],
                    cell[8].equals("1"));
        }

        boolean good() {
            return status == 200;
        }

        boolean refused() {
            return code.equals("keys_exhausted");
        }

        /** Keys are named POOL-x. */
        String pool() {
            return key.replaceFirst("-[^-]*$", "");
        }
    }

    /** Reads NAME.csv and NAME.json of the generator and NAME.upstream: admitted, refused, worst window. */
    Level(Setup setup, String name) throws IOException {
        this.setup = setup;
        this.name = name;
        rows = Files.readAllLines(setup.folder.resolve(name + ".csv")).stream()
                .skip(1)
                .map(Row::parse)
                .toList();
        upstream = Files.readString(setup.folder.resolve(name + ".upstream")).trim().split("\\s+");
        summary = Files.readString(setup.folder.resolve(name + ".json"));
        calls = rows.stream().filter(row -> !row.retry && row.due >= setup.from).toList();
        retries = rows.stream().filter(Row::retry).toList();
        answers = rows.stream()
                .filter(row -> row.good() && row.done >= setup.from && row.done < setup.to)
                .toList();
    }

    /** Offered load in per cent of the quota of all pools. */
    int percent() {
        return Integer.parseInt(name.replaceAll("\\D", ""));
    }

    String title() {
        return percent() + " %" + (name.endsWith("s") ? ", one caller asks most" : "");
    }

    /** Calls that were due in the measured period. */
    long calls() {
        return calls.size();
    }

    /** Those of them that were refused because the keys were exhausted. */
    long refused() {
        return calls.stream().filter(Row::refused).count();
    }

    /** Those of them that failed in another way. */
    long failed() {
        return calls.stream().filter(row -> !row.good() && !row.refused()).count();
    }

    long unanswered() {
        Matcher found = Pattern.compile("\"unfinished\":(\\d+)").matcher(summary);
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }

    /** Good answers of the whole level, lead-in and retries included. */
    long answered() {
        return rows.stream().filter(Row::good).count();
    }

    long upstreamAdmitted() {
        return Long.parseLong(upstream[0]);
    }

    long upstreamRefused() {
        return Long.parseLong(upstream[1]);
    }

    /** The most requests that a window of any pool held, as the simulator saw it since it started. */
    long upstreamWorst() {
        return Long.parseLong(upstream[2]);
    }

    double upstreamRefusedShare() {
        return (double) upstreamRefused() / Math.max(1, upstreamAdmitted() + upstreamRefused());
    }

    /** Share of the quota of the measured period, which is whole windows long, that became good answers. */
    double used() {
        double quota = (double) setup.pools * setup.poolLimit * (setup.to - setup.from) / WINDOW_MILLIS;
        return answers.size() / quota;
    }

    /** How long the calls that were answered well had waited for capacity; sorted. */
    double[] waits() {
        return answers.stream()
                .filter(row -> !row.waited.isEmpty())
                .mapToDouble(row -> Double.parseDouble(row.waited))
                .sorted()
                .toArray();
    }

    /** 1 = each caller got the same number of answers; 1/n = one of n got all. */
    double jain() {
        long[] got = new long[setup.consumers];
        answers.forEach(row -> got[row.consumer]++);
        double sum = 0;
        double squares = 0;
        for (long each : got) {
            sum += each;
            squares += (double) each * each;
        }
        return sum * sum / (setup.consumers * squares);
    }

    /**
     * How long capacity that came back lay idle; sorted. In a full sliding window the n-th call of a pool makes room
     * when it is one window old, and call n + limit takes that room: what is between the two, less the window, is idle.
     */
    double[] idle() {
        Map<String, List<Double>> pools = new TreeMap<>();
        rows.stream()
                .filter(row -> row.good() && !row.key.isEmpty())
                .forEach(row -> pools.computeIfAbsent(row.pool(), pool -> new ArrayList<>()).add(row.done));
        List<Double> idle = new ArrayList<>();
        for (List<Double> done : pools.values()) {
            done.sort(null);
            for (int i = setup.poolLimit; i < done.size(); i++) {
                if (done.get(i) >= setup.from && done.get(i) < setup.to) {
                    idle.add(Math.max(0, done.get(i) - done.get(i - setup.poolLimit) - WINDOW_MILLIS));
                }
            }
        }
        return idle.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** Second calls, each made at the instant that the first one's Retry-After named. */
    long retries() {
        return retries.size();
    }

    long retriesGood() {
        return retries.stream().filter(Row::good).count();
    }

    double retriesGoodShare() {
        return (double) retriesGood() / retries();
    }
}
