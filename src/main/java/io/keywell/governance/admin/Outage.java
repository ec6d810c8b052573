package io.keywell.governance.admin;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether a failure means that the database cannot be asked at present. */
final class Outage {

    private static final int DEEPEST = 8;

    private Outage() {}

    static boolean isAway(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < DEEPEST; depth++, at = at.getCause()) {
            if (at instanceof IOException || at instanceof TimeoutException || isPool(at.getMessage())) {
                return true;
            }
        }
        return false;
    }

    /** What the pool says when it has no connection to give. */
    private static boolean isPool(@Nullable String message) {
        return message != null
                && (message.contains("Timeout when acquiring") || message.contains("Connection is closed"));
    }
}
