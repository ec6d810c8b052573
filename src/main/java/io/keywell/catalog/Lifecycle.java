package io.keywell.catalog;

import io.keywell.core.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What a model is to its callers, and when that changes by itself.
 *
 * @param state from the beginning on
 * @param deprecatedAtMillis when a published model becomes a deprecated one, epoch milliseconds; {@link #NEVER} = no date
 * @param sunsetMillis when it is retired, epoch milliseconds; {@link #NEVER} = no date
 * @param successor the name that callers should use instead; null = none is told
 */
public record Lifecycle(Model.State state, long deprecatedAtMillis, long sunsetMillis, @Nullable String successor) {

    public static final long NEVER = Long.MAX_VALUE;

    /** Without dates. */
    public static Lifecycle of(Model.State state) {
        return new Lifecycle(state, NEVER, NEVER, null);
    }

    /** The state now. Looks at the clock only where a date matters. */
    public Model.State at(Clock clock) {
        boolean open = state == Model.State.PUBLISHED || state == Model.State.DEPRECATED;
        if (!open || (deprecatedAtMillis == NEVER && sunsetMillis == NEVER)) {
            return state;
        }
        long now = clock.epochMillis();
        if (now >= sunsetMillis) {
            return Model.State.RETIRED;
        }
        return now >= deprecatedAtMillis ? Model.State.DEPRECATED : state;
    }
}
