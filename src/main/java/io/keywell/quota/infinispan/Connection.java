package io.keywell.quota.infinispan;

import java.util.EnumMap;
import java.util.Map;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.exceptions.HotRodClientException;
import org.infinispan.commons.configuration.StringConfiguration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The client and its caches. All but {@link #cache} and {@link #ready} block and belong to the link's thread. */
final class Connection {

    private static final Logger LOG = Logger.getLogger(Connection.class);

    private final InfinispanSettings settings;
    private volatile Map<SharedCache, RemoteCache<byte[], byte[]>> caches = Map.of();
    private @Nullable RemoteCacheManager client;
    private String explained = "";

    Connection(InfinispanSettings settings) {
        this.settings = settings;
    }

    boolean ready() {
        return !caches.isEmpty();
    }

    @Nullable
    RemoteCache<byte[], byte[]> cache(SharedCache which) {
        return caches.get(which);
    }

    /** Throws when the cluster is away or lacks a cache that we may not make; then it may be called again. */
    void open() {
        RemoteCacheManager connecting = client();
        connecting.start();
        Map<SharedCache, RemoteCache<byte[], byte[]>> opened = new EnumMap<>(SharedCache.class);
        for (SharedCache which : SharedCache.values()) {
            opened.put(which, open(connecting, which));
        }
        caches = opened;
        explained = "";
    }

    private synchronized RemoteCacheManager client() {
        RemoteCacheManager present = client;
        if (present == null) {
            String hosts = settings.hosts()
                    .orElseThrow(() -> new IllegalStateException(
                            "quarkus.infinispan-client.hosts is not set; expected host:port;host:port"));
            present = new RemoteCacheManager(ClientConfiguration.of(hosts, settings), false);
            client = present;
        }
        return present;
    }

    private static RemoteCache<byte[], byte[]> open(RemoteCacheManager client, SharedCache which) {
        String name = which.cacheName();
        RemoteCache<byte[], byte[]> there = client.getCache(name);
        if (there != null) {
            return there;
        }
        try {
            return client.administration().getOrCreateCache(name, new StringConfiguration(SharedCache.DEFINITION));
        } catch (HotRodClientException e) {
            throw new IllegalStateException(
                    "the cache " + name + " is not there, and the servers do not let us make it; define it as "
                            + SharedCache.DEFINITION,
                    e);
        }
    }

    /** Logs why it cannot be opened, once for each reason. */
    void explain(Throwable failure) {
        String reason = failure instanceof IllegalStateException ? "" + failure.getMessage() : Failures.text(failure);
        if (!ready() && !reason.equals(explained)) {
            explained = reason;
            LOG.warnf("No quota cluster: %s", reason);
        }
    }

    /** The next {@link #open} connects anew. */
    synchronized void close() {
        caches = Map.of();
        RemoteCacheManager present = client;
        client = null;
        if (present != null) {
            present.stop();
        }
    }
}
