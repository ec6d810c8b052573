package io.keywell.quota;

import io.keywell.core.Failure;
import io.keywell.core.FailureClass;

/**
 * A time during which a scope is not tried.
 *
 * @param cause what happened
 * @param source where the end comes from
 * @param sinceMillis epoch milliseconds at which it began
 * @param untilMillis epoch milliseconds at which it ends; {@link Long#MAX_VALUE} = not by itself
 * @param text for operators; no secret and no upstream message
 */
public record CoolDown(
        Scope scope, FailureClass cause, Failure.Source source, long sinceMillis, long untilMillis, String text) {

    public boolean activeAt(long millis) {
        return millis < untilMillis;
    }

    /** The same, but begun earlier: it goes on one that was in force. */
    CoolDown begunAt(long millis) {
        return new CoolDown(scope, cause, source, millis, untilMillis, text);
    }

    /** The same, over at that time or before. */
    CoolDown endedAt(long millis) {
        return new CoolDown(scope, cause, source, sinceMillis, Math.min(untilMillis, millis), text);
    }
}
