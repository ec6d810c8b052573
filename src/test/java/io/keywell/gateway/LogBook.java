package io.keywell.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Everything that was logged, with stack traces. */
final class LogBook extends Handler {

    private static final Pattern BLOCKED = Pattern.compile("has been blocked for (\\d+) ms, time limit is (\\d+) ms");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Held> held = new CopyOnWriteArrayList<>();
    private final Formatter formatter = new PatternFormatter("%p %c: %m%e");
    private final Pauses pauses;

    /**
     * A report of the checker that looks whether an event loop is held.
     *
     * @param at when it was made, {@link System#nanoTime()}
     * @param time for which the loop had not come forward
     * @param limit from which that is reported
     */
    private record Held(String line, long at, Duration time, Duration limit) {

        /** Whether it was too long without the time in which nothing in this process came forward. */
        boolean byTheGateway(Pauses pauses) {
            long own = time.toNanos() - pauses.within(at - time.toNanos(), at);
            return own >= limit.toNanos();
        }
    }

    LogBook(Pauses pauses) {
        this.pauses = pauses;
    }

    static LogBook open() {
        LogBook book = new LogBook(Pauses.watch());
        book.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(book);
        return book;
    }

    List<String> lines() {
        return lines;
    }

    /** Event loops that were held by what ran on them, not by a pause of the whole process. */
    List<String> blockedThreads() {
        return held.stream()
                .filter(report -> report.byTheGateway(pauses))
                .map(Held::line)
                .toList();
    }

    /** Drops what a test has brought about on purpose. */
    void forget(List<String> reports) {
        lines.removeAll(reports);
        held.removeIf(report -> reports.contains(report.line()));
    }

    @Override
    public void publish(LogRecord logged) {
        String line = formatter.format(logged);
        Matcher blocked = BLOCKED.matcher(line);
        if (blocked.find()) {
            held.add(new Held(line, System.nanoTime(), millis(blocked.group(1)), millis(blocked.group(2))));
        }
        lines.add(line);
    }

    private static Duration millis(String digits) {
        return Duration.ofMillis(Long.parseLong(digits));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        pauses.close();
        Logger.getLogger("").removeHandler(this);
    }
}
