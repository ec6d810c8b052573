package io.keywell.quota.infinispan;

/** The caches that the replicas share. Keys and values are bytes that only the gateway understands. */
enum SharedCache {
    CELLS("keywell-quota"),
    COOL_DOWNS("keywell-cooldowns"),
    NOTES("keywell-notes");

    /**
     * What an operator would define, for a server that lets us do it. Every server has all of it: it is small, and the last
     * one standing still knows what was used. A minority refuses to read and to write: it would count what others count too.
     */
    static final String DEFINITION =
            """
            {"replicated-cache": {"mode": "SYNC", "remote-timeout": 2000,\
             "encoding": {"media-type": "application/octet-stream"},\
             "locking": {"acquire-timeout": 1000},\
             "partition-handling": {"when-split": "DENY_READ_WRITES"}}}""";

    private final String cacheName;

    SharedCache(String cacheName) {
        this.cacheName = cacheName;
    }

    String cacheName() {
        return cacheName;
    }
}
