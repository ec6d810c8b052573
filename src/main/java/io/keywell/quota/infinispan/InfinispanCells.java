package io.keywell.quota.infinispan;

import static io.keywell.quota.infinispan.SharedCache.CELLS;

import io.keywell.core.QuotaKey;
import io.keywell.quota.lease.CellCache;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.infinispan.client.hotrod.Flag;
import org.jspecify.annotations.Nullable;

/** Cells in the cache {@code keywell-quota}. */
public final class InfinispanCells implements CellCache {

    private static final TimeUnit MILLIS = TimeUnit.MILLISECONDS;
    private static final long NO_IDLE_LIMIT = -1;

    private final InfinispanLink link;

    public InfinispanCells(InfinispanLink link) {
        this.link = link;
    }

    @Override
    public CompletionStage<@Nullable Versioned> read(QuotaKey key) {
        byte[] name = name(key);
        return link.ask(CELLS, cache -> cache.getWithMetadataAsync(name)
                .thenApply(found -> found == null ? null : new Versioned(found.getVersion(), found.getValue())));
    }

    /** When the servers' view changes they may do it twice; finding our own value is our success. */
    @Override
    public CompletionStage<Boolean> create(QuotaKey key, byte[] value, Duration lifespan) {
        byte[] name = name(key);
        return link.ask(CELLS, cache -> cache.withFlags(Flag.FORCE_RETURN_VALUE)
                .putIfAbsentAsync(name, value, lifespan.toMillis(), MILLIS)
                .thenApply(before -> before == null || Arrays.equals(before, value)));
    }

    @Override
    public CompletionStage<Boolean> swap(QuotaKey key, long version, byte[] value, Duration lifespan) {
        byte[] name = name(key);
        return link.ask(
                CELLS,
                cache -> cache.replaceWithVersionAsync(
                        name, value, version, lifespan.toMillis(), MILLIS, NO_IDLE_LIMIT, MILLIS));
    }

    private static byte[] name(QuotaKey key) {
        return new Encoder()
                .text(key.kind())
                .text(key.owner())
                .text(key.group())
                .bytes();
    }
}
