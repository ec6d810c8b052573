package io.keywell.quota.infinispan;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.infinispan.client.hotrod.RemoteCache;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows a shared cache. A change is announced by its key alone; what counts is what the entry holds when it is read
 * thereafter. One read of a key at a time, and one more when it has changed meanwhile, so the last value is told last.
 */
final class EntryFeed {

    private static final Logger LOG = Logger.getLogger(EntryFeed.class);

    private static final long RETRY_MILLIS = 300;
    private static final int MOST_RETRIES = 10;

    private final InfinispanLink link;
    private final SharedCache which;
    private final Reader reader;

    /** Keys that are being read, and whether they have changed since. */
    private final Map<ByteBuffer, Boolean> reading = new HashMap<>();

    /** Gets what an entry holds, null when it has gone; called on any thread, one call at a time for a key. */
    @FunctionalInterface
    interface Reader {
        void entry(byte[] key, byte @Nullable [] value);
    }

    EntryFeed(InfinispanLink link, SharedCache which, Reader reader) {
        this.link = link;
        this.which = which;
        this.reader = reader;
    }

    /** Registers with a new client; everything that is there is told. On the link's thread. */
    void attach() {
        RemoteCache<byte[], byte[]> cache = link.cache(which);
        if (cache != null) {
            cache.addClientListener(new EntryListener(this::changed));
        }
    }

    private void changed(byte[] key) {
        ByteBuffer name = ByteBuffer.wrap(key);
        synchronized (this) {
            if (reading.put(name, reading.containsKey(name)) != null) {
                return;
            }
        }
        read(key, MOST_RETRIES);
    }

    private void read(byte[] key, int retries) {
        var unused = link.<byte @Nullable []>ask(which, "get", cache -> cache.getAsync(key))
                .whenComplete((value, failure) -> {
                    if (failure == null) {
                        tell(key, value);
                    } else if (retries > 0) {
                        link.later(RETRY_MILLIS, () -> read(key, retries - 1));
                    } else {
                        forget(key);
                    }
                });
    }

    private void tell(byte[] key, byte @Nullable [] value) {
        try {
            reader.entry(key, value);
        } catch (RuntimeException e) {
            LOG.debugf("An entry of %s that is not understood: %s", which.cacheName(), e);
        }
        synchronized (this) {
            ByteBuffer name = ByteBuffer.wrap(key);
            if (!Boolean.TRUE.equals(reading.remove(name))) {
                return;
            }
            reading.put(name, false);
        }
        read(key, MOST_RETRIES);
    }

    /** The cluster is away: when it is back everything is told again. */
    private synchronized void forget(byte[] key) {
        reading.remove(ByteBuffer.wrap(key));
    }
}
