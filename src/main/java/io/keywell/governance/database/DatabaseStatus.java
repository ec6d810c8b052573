package io.keywell.governance.database;

import io.keywell.core.Clock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Whether the database can be used, for health and metrics. Safe for use by many threads. */
public final class DatabaseStatus {

    private static final Logger LOG = Logger.getLogger(DatabaseStatus.class);

    private final DatabaseMode mode;
    private final Clock clock;
    private volatile State state;

    DatabaseStatus(DatabaseMode mode, Clock clock) {
        this.mode = mode;
        this.clock = clock;
        this.state = new State(false, clock.epochMillis(), null);
    }

    /**
     * @param up whether it answers
     * @param sinceMillis since when that is so, epoch milliseconds
     * @param reason why it is away, without secrets; null when it is up or was not asked yet
     */
    public record State(boolean up, long sinceMillis, @Nullable String reason) {}

    public DatabaseMode mode() {
        return mode;
    }

    public State state() {
        return state;
    }

    /** It has answered. */
    public synchronized void up() {
        if (!state.up()) {
            if (state.reason() != null) {
                LOG.info("The database answers again");
            }
            state = new State(true, clock.epochMillis(), null);
        }
    }

    /** It has not answered. */
    public synchronized void away(Throwable failure) {
        String reason = failure.getClass().getSimpleName();
        if (state.up() || state.reason() == null) {
            LOG.warnf("The database is away (%s); calls are served from what is known", reason);
            state = new State(false, clock.epochMillis(), reason);
        }
    }
}
