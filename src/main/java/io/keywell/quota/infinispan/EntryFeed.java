package io.keywell.quota.infinispan;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.infinispan.client.hotrod.MetadataValue;
import org.infinispan.client.hotrod.RemoteCache;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows a shared cache. A listener is told the key and the version of what was written; the value is read thereafter. As
 * the server that announces it may have it earlier than the one that is read, it is read until that version is there.
 * One read of a key at a time, so the last value is told last.
 */
final class EntryFeed {

    private static final Logger LOG = Logger.getLogger(EntryFeed.class);

    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 320;

    /** Three seconds with their pauses: longer than a server's death keeps a key from being read. */
    private static final int MOST_READS = 15;

    private final InfinispanLink link;
    private final SharedCache which;
    private final BiConsumer<byte[], byte[]> reader;
    private final Map<ByteBuffer, Awaited> reading = new HashMap<>();

    /** A version that was announced and not read yet. Guarded by the feed. */
    private static final class Awaited {
        long version;
        int reads;
    }

    /** @param reader gets key and value of every entry that is written, on any thread, one call at a time for a key */
    EntryFeed(InfinispanLink link, SharedCache which, BiConsumer<byte[], byte[]> reader) {
        this.link = link;
        this.which = which;
        this.reader = reader;
    }

    /** Registers with a new client; everything that is there is told. On the link's thread. */
    void attach() {
        RemoteCache<byte[], byte[]> cache = link.cache(which);
        if (cache != null) {
            cache.addClientListener(new EntryListener(this::announced));
        }
    }

    private void announced(byte[] key, long version) {
        synchronized (this) {
            ByteBuffer name = ByteBuffer.wrap(key);
            Awaited present = reading.get(name);
            Awaited awaited = present == null ? new Awaited() : present;
            awaited.version = version;
            awaited.reads = 0;
            if (present != null) {
                return;
            }
            reading.put(name, awaited);
        }
        read(key);
    }

    private void read(byte[] key) {
        var unused = link.<@Nullable MetadataValue<byte[]>>ask(which, cache -> cache.getWithMetadataAsync(key))
                .whenComplete((found, failure) -> {
                    if (found != null) {
                        tell(key, found.getValue());
                    }
                    long pause = pauseAfter(key, found);
                    if (pause > 0) {
                        link.later(pause, () -> read(key));
                    }
                });
    }

    private void tell(byte[] key, byte[] value) {
        try {
            reader.accept(key, value);
        } catch (RuntimeException e) {
            LOG.debugf("An entry of %s that is not understood: %s", which.cacheName(), e);
        }
    }

    /** Milliseconds until the next read; 0 = it was the last. */
    private synchronized long pauseAfter(byte[] key, @Nullable MetadataValue<byte[]> found) {
        ByteBuffer name = ByteBuffer.wrap(key);
        Awaited awaited = reading.get(name);
        if (awaited == null) {
            return 0;
        }
        boolean there = found != null && found.getVersion() == awaited.version;
        if (there || awaited.reads == MOST_READS) {
            reading.remove(name);
            return 0;
        }
        return Math.min(FIRST_PAUSE_MILLIS << awaited.reads++, LONGEST_PAUSE_MILLIS);
    }
}
