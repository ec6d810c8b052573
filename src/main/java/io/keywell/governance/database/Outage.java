package io.keywell.governance.database;

import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether a failure means that the database cannot be asked at present. */
public final class Outage {

    private static final int DEEPEST = 8;

    private Outage() {}

    public static boolean isAway(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < DEEPEST; depth++, at = at.getCause()) {
            if (at instanceof IOException
                    || at instanceof TimeoutException
                    || isPool(at.getMessage())
                    || at instanceof DatabaseException told && isState(told.getSqlState())) {
                return true;
            }
        }
        return false;
    }

    /** Connections fail, it has no room for more, or an operator shuts it down. */
    private static boolean isState(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08") || sqlState.startsWith("53") || sqlState.startsWith("57P"));
    }

    /** What the pool says when it has no connection to give. */
    private static boolean isPool(@Nullable String message) {
        return message != null
                && (message.contains("Timeout when acquiring") || message.contains("Connection is closed"));
    }
}
