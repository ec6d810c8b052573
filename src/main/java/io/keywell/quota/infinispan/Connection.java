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

    private static final int TRIES_OF_A_CLIENT = 10;

    private final InfinispanSettings settings;
    private @Nullable Servers servers;
    private volatile Map<SharedCache, RemoteCache<byte[], byte[]>> caches = Map.of();
    private volatile @Nullable RemoteCacheManager connecting;
    private int tries;
    private @Nullable RemoteCacheManager client;
    private boolean closed;
    private String explained = "";

    Connection(InfinispanSettings settings) {
        this.settings = settings;
    }

    private Servers servers() {
        Servers present = servers;
        if (present == null) {
            present = new Servers(hosts(), ClientConfiguration.wantsTls(settings) ? "https" : "http");
            servers = present;
        }
        return present;
    }

    private String hosts() {
        return settings.hosts()
                .orElseThrow(() -> new IllegalStateException(
                        "quarkus.infinispan-client.hosts is not set; expected host:port;host:port"));
    }

    boolean ready() {
        return !caches.isEmpty();
    }

    @Nullable
    RemoteCache<byte[], byte[]> cache(SharedCache which) {
        return caches.get(which);
    }

    /**
     * Connects, and lets go of the client before only when the new one is there. Throws when the cluster is away or lacks a
     * cache that we may not make; then all is as it was, and it may be called again.
     *
     * @return false when the servers are not ready for clients
     */
    boolean open() {
        if (!servers().welcomeClients()) {
            return false;
        }
        RemoteCacheManager next = connecting(hosts());
        Map<SharedCache, RemoteCache<byte[], byte[]>> opened = new EnumMap<>(SharedCache.class);
        next.start();
        for (SharedCache which : SharedCache.values()) {
            opened.put(which, open(next, which));
        }
        connecting = null;
        explained = "";
        use(next, opened);
        return true;
    }

    /** Lets go of the client when no server is ready: it would ask each of them as soon as it begins. */
    void dropUnlessReady() {
        if (!servers().noneIsReady()) {
            return;
        }
        RemoteCacheManager useless;
        synchronized (this) {
            useless = client;
            client = null;
            caches = Map.of();
        }
        if (useless != null) {
            useless.stop();
        }
    }

    /** The same one for several tries: it keeps what it has reached. Then another, for what it may have got wrong. */
    private RemoteCacheManager connecting(String hosts) {
        RemoteCacheManager present = connecting;
        if (present != null && ++tries % TRIES_OF_A_CLIENT == 0) {
            present.stop();
            present = null;
        }
        if (present == null) {
            present = new RemoteCacheManager(ClientConfiguration.of(hosts, settings), false);
            connecting = present;
        }
        return present;
    }

    private void use(RemoteCacheManager connected, Map<SharedCache, RemoteCache<byte[], byte[]>> opened) {
        RemoteCacheManager unused;
        synchronized (this) {
            unused = closed ? connected : client;
            if (!closed) {
                client = connected;
                caches = opened;
            }
        }
        if (unused != null) {
            unused.stop();
        }
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

    /** For good. */
    void close() {
        RemoteCacheManager present;
        synchronized (this) {
            closed = true;
            caches = Map.of();
            present = client;
        }
        for (RemoteCacheManager open : new RemoteCacheManager[] {present, connecting}) {
            if (open != null) {
                open.stop();
            }
        }
    }
}
