package io.keywell.vendors;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the gateway writes of its own mistakes, which nobody outside may cause. */
final class ErrorLog extends Handler {

    private final Logger log = Logger.getLogger("io.keywell");
    private final List<String> errors = new CopyOnWriteArrayList<>();

    void begin() {
        log.addHandler(this);
    }

    void end() {
        log.removeHandler(this);
    }

    List<String> errors() {
        return errors;
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
            errors.add(line.getMessage() + ": " + line.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
