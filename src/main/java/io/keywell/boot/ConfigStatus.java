package io.keywell.boot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the configuration in force came to be, and whether a newer one was refused. Read by health and metrics. */
public final class ConfigStatus {

    private volatile State state;

    ConfigStatus(long nowMillis, List<String> warnings) {
        this.state = new State(nowMillis, 0, null, warnings);
    }

    /**
     * @param loadedAtMillis when the configuration in force was read, epoch milliseconds
     * @param rejectedCount how many changes were refused since the start
     * @param rejection the refused state of the files; null when they are in force
     * @param warnings about the configuration in force; without secrets
     */
    public record State(long loadedAtMillis, long rejectedCount, @Nullable Rejection rejection, List<String> warnings) {
        public State {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @param sinceMillis since when the files have been wrong, epoch milliseconds
     * @param message all problems; without secrets
     */
    public record Rejection(long sinceMillis, String message) {}

    public State state() {
        return state;
    }

    void loaded(long nowMillis, List<String> warnings) {
        state = new State(nowMillis, state.rejectedCount(), null, warnings);
    }

    /** The files are again what is in force. */
    void restored() {
        state = new State(state.loadedAtMillis(), state.rejectedCount(), null, state.warnings());
    }

    void rejected(long nowMillis, String message) {
        Rejection before = state.rejection();
        Rejection rejection = new Rejection(before == null ? nowMillis : before.sinceMillis(), message);
        state = new State(state.loadedAtMillis(), state.rejectedCount() + 1, rejection, state.warnings());
    }
}
