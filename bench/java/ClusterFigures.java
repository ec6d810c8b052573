import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints a run of {@code bench/cluster windows} as Markdown: windows, losses, goals. */
public final class ClusterFigures {

    private static final long WINDOW_MILLIS = 60_000;
    private static final double FIXED_GOAL = 0.97;
    private static final double SLIDING_GOAL = 0.95;
    private static final double OPERATIONS_GOAL = 0.25;
    private static final double KILLED_GOAL_MILLIS = 3_000;
    private static final double FROZEN_GOAL_MILLIS = 8_000;

    private final ClusterRun run;
    private final long limit;
    private final List<String> goals = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        Options options = new Options(args);
        Path folder = Path.of(options.text("folder"));
        List<String> models = List.of(options.text("models").split(" "));
        List<Path> logs;
        try (var files = Files.list(folder)) {
            logs = files.filter(file -> file.toString().endsWith(".csv")).toList();
        }
        ClusterRun run = new ClusterRun(models, Files.readAllLines(folder.resolve("journal")), logs);
        new ClusterFigures(run, options.number("limit", 1)).print();
    }

    private ClusterFigures(ClusterRun run, long limit) {
        this.run = run;
        this.limit = limit;
    }

    private void print() {
        say("| | fixed: fullest minute upstream | used, minute by minute | sliding: fullest 60 s upstream"
                + " | used, minute by minute | cluster operations/s | per request with a limit |");
        say("|---|---|---|---|---|---|---|");
        run.phases().forEach(this::printPhase);
        say("");
        say("| | longest time without an answer: callers below their limit | callers without a limit"
                + " | failures of callers without a limit |");
        say("|---|---|---|---|");
        run.events().forEach(this::printEvent);
        say("");
        say("| goal | measured | met |");
        say("|---|---|---|");
        compareOperations();
        goals.forEach(ClusterFigures::say);
    }

    private void printPhase(ClusterRun.Phase phase) {
        double seconds = (phase.to() - phase.from()) / 1e3;
        double operations = phase.operations() / seconds;
        double perRequest = phase.operations() / (double) run.calls(phase, model -> !model.equals("free"));
        say(
                "| %s | %s | %s | %s | %s | %.0f | %.3f |",
                phase.name(),
                share(phase.worstFixed("fixed")),
                shares(used(phase, "fixed")),
                share(phase.worst("sliding")),
                shares(used(phase, "sliding")),
                operations,
                perRequest);
        goal(phase.name() + ": no fixed minute over its limit", share(phase.worstFixed("fixed")),
                phase.worstFixed("fixed") <= limit);
        goal(phase.name() + ": no 60 s of the sliding pool over its limit", share(phase.worst("sliding")),
                phase.worst("sliding") <= limit);
        if (phase.name().equals("undisturbed")) {
            usedGoal("fixed", used(phase, "fixed"), FIXED_GOAL);
            usedGoal("sliding", used(phase, "sliding"), SLIDING_GOAL);
            goal("undisturbed: at most " + OPERATIONS_GOAL + " operations per request", String.format(Locale.ROOT, "%.3f", perRequest),
                    perRequest <= OPERATIONS_GOAL);
        }
    }

    private void usedGoal(String model, List<Double> used, double least) {
        goal(
                String.format(Locale.ROOT, "undisturbed: at least %.0f %% of the %s pool used in each minute", 100 * least, model),
                shares(used),
                used.stream().allMatch(share -> share >= least));
    }

    /** Good answers in each whole minute of the phase, as a share of the limit. */
    private List<Double> used(ClusterRun.Phase phase, String model) {
        List<Double> used = new ArrayList<>();
        for (long minute = phase.from(); minute + WINDOW_MILLIS <= phase.to(); minute += WINDOW_MILLIS) {
            used.add(run.answers(model, minute, minute + WINDOW_MILLIS) / (double) limit);
        }
        return used;
    }

    private void printEvent(ClusterRun.Event event) {
        double roomy = run.longestGap("roomy", event);
        double free = run.longestGap("free", event);
        long failed = run.failures("free", event);
        say("| %s | %.2f s | %.2f s | %d |", event.name(), roomy / 1e3, free / 1e3, failed);
        if (event.name().equals("a server is killed") || event.name().equals("a gateway is killed")) {
            gapGoal(event, roomy, KILLED_GOAL_MILLIS);
        } else if (event.name().startsWith("a server is frozen")) {
            gapGoal(event, roomy, FROZEN_GOAL_MILLIS);
        }
        goal(event.name() + ": callers without a limit do not notice", failed + " failures", failed == 0);
    }

    private void gapGoal(ClusterRun.Event event, double gap, double most) {
        goal(
                String.format(Locale.ROOT, "%s: callers below their limit are served again within %.0f s", event.name(), most / 1e3),
                String.format(Locale.ROOT, "%.2f s", gap / 1e3),
                gap <= most);
    }

    /** Cluster operations must not follow the requests. */
    private void compareOperations() {
        double[] perSecond = run.phases().stream()
                .filter(phase -> phase.name().equals("undisturbed") || phase.name().equals("double load"))
                .mapToDouble(phase -> phase.operations() * 1e3 / (phase.to() - phase.from()))
                .toArray();
        if (perSecond.length == 2) {
            double ratio = perSecond[1] / perSecond[0];
            goal("double load: at most 1.25 times the operations", String.format(Locale.ROOT, "%.2f", ratio), ratio <= 1.25);
        }
    }

    private void goal(String text, String measured, boolean met) {
        goals.add("| " + text + " | " + measured + " | " + (met ? "yes" : "**no**") + " |");
    }

    private String share(long count) {
        return String.format(Locale.ROOT, "%d (%.1f %%)", count, 100.0 * count / limit);
    }

    private static String shares(List<Double> shares) {
        return shares.stream().map(share -> String.format(Locale.ROOT, "%.1f %%", 100 * share)).collect(Collectors.joining(", "));
    }

    private static void say(String format, Object... values) {
        System.out.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }
}
