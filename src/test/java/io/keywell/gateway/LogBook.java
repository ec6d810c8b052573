package io.keywell.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Everything that was logged, with stack traces. */
final class LogBook extends Handler {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Formatter formatter = new PatternFormatter("%p %c: %m%e");

    static LogBook open() {
        LogBook book = new LogBook();
        book.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(book);
        return book;
    }

    List<String> lines() {
        return lines;
    }

    /** Of the checker that looks whether an event loop is held. */
    List<String> blockedThreads() {
        return lines.stream().filter(line -> line.contains("has been blocked")).toList();
    }

    @Override
    public void publish(LogRecord logged) {
        lines.add(formatter.format(logged));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
