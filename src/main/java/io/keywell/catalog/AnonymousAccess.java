package io.keywell.catalog;

import io.keywell.core.QuotaKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who gets in without a key.
 *
 * @param consumer as whom such a caller is counted
 */
public record AnonymousAccess(Scope scope, Consumer consumer) {

    /** The name of the consumer that stands for callers without a key. */
    public static final String CONSUMER = "anonymous";

    public static final AnonymousAccess NONE = new AnonymousAccess(
            Scope.NONE,
            new Consumer(
                    CONSUMER,
                    null,
                    List.of(),
                    Consumer.DEFAULT_PRIORITY,
                    Limits.NONE,
                    -1,
                    QuotaKey.consumer(CONSUMER)));

    public enum Scope {
        NONE,
        /** Callers whose connection comes from this machine. */
        LOOPBACK,
        ALL
    }

    /** The consumer that a caller without a key is, or null when it needs one. */
    public @Nullable Consumer consumerFor(boolean fromLoopback) {
        return scope == Scope.ALL || (scope == Scope.LOOPBACK && fromLoopback) ? consumer : null;
    }
}
