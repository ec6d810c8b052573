package io.keywell.telemetry;

/**
 * The names of {@code contract.md} section 5, as Micrometer writes them: dots become underscores, counters get _total,
 * timers _seconds.
 */
public final class MetricNames {

    public static final String REQUESTS = "keywell.requests";
    public static final String REQUEST_SECONDS = "keywell.request";
    public static final String OVERHEAD_SECONDS = "keywell.overhead";
    public static final String FIRST_TOKEN_SECONDS = "keywell.time.to.first.token";
    public static final String ATTEMPTS = "keywell.attempts";
    public static final String KEY_STATE = "keywell.key.state";
    public static final String POOL_HEADROOM = "keywell.pool.headroom.ratio";
    public static final String POOL_SECONDS_TO_EMPTY = "keywell.pool.seconds.to.empty";
    public static final String WAITING = "keywell.waiting";
    public static final String WAIT_SECONDS = "keywell.wait";
    public static final String WAIT_ABANDONED = "keywell.wait.abandoned";
    public static final String EXHAUSTED = "keywell.exhausted";
    public static final String UPSTREAM_RATE_LIMITED = "keywell.upstream.rate.limited";
    public static final String TOKENS = "keywell.tokens";
    public static final String COST = "keywell.cost";
    public static final String STORE_UP = "keywell.quota.store.up";
    public static final String CONFIG_REJECTED = "keywell.config.rejected";
    public static final String PERMITS_OPEN = "keywell.permits.open";

    private MetricNames() {}
}
