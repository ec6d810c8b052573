package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Clock;
import io.keywell.core.Failure;
import io.keywell.provider.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Writes down bad answers that no rule of the vendor table knows, so that the table can be extended: redacted, and at
 * most once an hour for each provider and status.
 */
final class UnknownFailures {

    private static final Logger LOG = Logger.getLogger(UnknownFailures.class);
    private static final int EXCERPT = 500;
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Clock clock;
    private final Map<Kind, Long> written = new ConcurrentHashMap<>();

    UnknownFailures(Clock clock) {
        this.clock = clock;
    }

    void note(String provider, int status, Bytes body, Failure failure) {
        boolean known = !failure.byStatus() || failure.code() != null || failure.callerMessage() != null;
        if (known || !due(new Kind(provider, status))) {
            return;
        }
        int length = Math.min(body.length(), EXCERPT);
        String excerpt = new String(body.array(), body.offset(), length, StandardCharsets.UTF_8);
        LOG.warnf(
                "Provider %s answered %d in a way that is not known; taken as %s: %s",
                provider, status, failure.type(), Redaction.clean(excerpt));
    }

    private boolean due(Kind kind) {
        long now = clock.nanoTime();
        Long last = written.get(kind);
        if (last != null && now - last < HOUR_NANOS) {
            return false;
        }
        written.put(kind, now);
        return true;
    }

    private record Kind(String provider, int status) {}
}
