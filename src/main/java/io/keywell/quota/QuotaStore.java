package io.keywell.quota;

import io.keywell.catalog.Limits;
import io.keywell.core.QuotaKey;

/**
 * Counts what is used of every limited thing and never lets more through than its limits. Nothing here waits: an answer
 * comes from what this replica holds.
 */
public interface QuotaStore extends AutoCloseable {

    /**
     * The account of a limited thing: the same object for the same key while it is in use. Limits that differ from the
     * account's are put in force at once; what is already counted stays counted.
     */
    QuotaAccount account(QuotaKey key, Limits limits);

    /**
     * Told whenever an account may grant again earlier than it last said: a permit came back, a reservation was larger
     * than the real usage, a limit was raised. Called on any thread, must not block.
     */
    void onFreed(Runnable listener);

    @Override
    void close();
}
