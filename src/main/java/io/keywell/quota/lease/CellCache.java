package io.keywell.quota.lease;

import io.keywell.core.QuotaKey;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's cells, as one replica reads and changes them. Nothing here blocks; a stage completes on any thread and is
 * given an end within a bounded time.
 *
 * <p>A stage that fails with {@link Refused} changed nothing. Any other failure of a change leaves its outcome unknown:
 * it may have happened, or happen later.
 */
public interface CellCache {

    /** The key under which the cluster's state says which one it is; no limited thing has it. */
    QuotaKey INCARNATION = new QuotaKey("incarnation", "", "");

    /** What is there, null when nothing is. */
    CompletionStage<@Nullable Versioned> read(QuotaKey key);

    /** Puts a first value; false when there was one. */
    CompletionStage<Boolean> create(QuotaKey key, byte[] value, Duration lifespan);

    /** Replaces the value that has this version; false when it has another one by now. */
    CompletionStage<Boolean> swap(QuotaKey key, long version, byte[] value, Duration lifespan);

    /**
     * @param version of this value; only {@link #swap} understands it
     * @param value never changed by either side
     */
    record Versioned(long version, byte[] value) {}

    /** The cluster could not be asked at all: nothing was changed. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
