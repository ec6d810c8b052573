import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints an exhaustion run as Markdown: the figures (a) to (g), what supports them, and whether the goals are met. */
public final class Figures {

    public static void main(String[] args) throws IOException {
        Options options = new Options(args);
        double from = options.number("lead-in", 0) * 1e3;
        Level.Setup setup = new Level.Setup(
                Path.of(options.text("folder")),
                (int) options.number("consumers", 1),
                (int) options.number("pools", 1),
                (int) options.number("limit", 1),
                from,
                from + options.number("period", 60) * 1e3);
        List<Level> levels = new ArrayList<>();
        for (String name : options.text("levels").trim().split(" +")) {
            levels.add(new Level(setup, name));
        }
        printFigures(levels);
        printSupport(levels, setup.poolLimit());
        say("");
        say("| goal | met |");
        say("|---|---|");
        levels.forEach(Figures::printGoals);
    }

    private static void printFigures(List<Level> levels) {
        say("| offered | (a) 429 to callers | (b) 429 upstream | (c) quota used | (d) wait p50 / p99 s"
                + " | (e) Jain | (f) return to use p50 / p99 s | (g) retries admitted |");
        say("|---|---|---|---|---|---|---|---|");
        for (Level level : levels) {
            say(
                    "| %s | %d of %d (%.1f %%) | %d (%.3f %%) | %.1f %% | %s | %.4f | %s | %s |",
                    level.title(),
                    level.refused(),
                    level.calls(),
                    100.0 * level.refused() / level.calls(),
                    level.upstreamRefused(),
                    100 * level.upstreamRefusedShare(),
                    100 * level.used(),
                    quantiles(level.waits()),
                    level.jain(),
                    level.percent() < 100 ? "-" : quantiles(level.idle()),
                    retries(level));
        }
    }

    private static void printSupport(List<Level> levels, int poolLimit) {
        say("");
        say("| offered | good answers | admitted upstream | worst window of a pool | other failures | unanswered |");
        say("|---|---|---|---|---|---|");
        for (Level level : levels) {
            say(
                    "| %s | %d | %d | %d of %d | %d | %d |",
                    level.title(),
                    level.answered(),
                    level.upstreamAdmitted(),
                    level.upstreamWorst(),
                    poolLimit,
                    level.failed(),
                    level.unanswered());
        }
    }

    private static void printGoals(Level level) {
        goal(level, "no failure but 429", level.failed() == 0 && level.unanswered() == 0);
        if (level.percent() < 100) {
            goal(level, "no 429 to callers and none upstream", level.refused() == 0 && level.upstreamRefused() == 0);
            return;
        }
        goal(level, "429 upstream at most 0.1 % of calls", level.upstreamRefusedShare() <= 0.001);
        goal(level, "at least 97 % of the quota used", level.used() >= 0.97);
        goal(level, "Jain's index at least 0.98", level.jain() >= 0.98);
        if (level.retries() > 0) {
            goal(level, "at least 99 % of retries at Retry-After admitted", level.retriesGoodShare() >= 0.99);
        }
    }

    private static void goal(Level level, String text, boolean met) {
        say("| %s: %s | %s |", level.title(), text, met ? "yes" : "**no**");
    }

    private static String retries(Level level) {
        if (level.retries() == 0) {
            return "-";
        }
        double percent = 100 * level.retriesGoodShare();
        return String.format(Locale.ROOT, "%d of %d (%.1f %%)", level.retriesGood(), level.retries(), percent);
    }

    /** p50 and p99 in seconds. */
    private static String quantiles(double[] sortedMillis) {
        if (sortedMillis.length == 0) {
            return "-";
        }
        double p50 = sortedMillis[(int) Math.ceil(0.5 * sortedMillis.length) - 1] / 1e3;
        double p99 = sortedMillis[(int) Math.ceil(0.99 * sortedMillis.length) - 1] / 1e3;
        return String.format(Locale.ROOT, "%.2f / %.2f", p50, p99);
    }

    private static void say(String format, Object... values) {
        System.out.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }
}
