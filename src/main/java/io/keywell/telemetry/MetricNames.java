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
    public static final String KEY_EXPIRES = "keywell.key.expires.timestamp.seconds";
    public static final String COOL_DOWNS = "keywell.cooldowns";
    public static final String POOL_HEADROOM = "keywell.pool.headroom.ratio";
    public static final String POOL_SECONDS_TO_EMPTY = "keywell.pool.seconds.to.empty";
    public static final String WAITING = "keywell.waiting";
    public static final String WAITING_PLACES = "keywell.waiting.places";
    public static final String WAIT_SECONDS = "keywell.wait";
    public static final String WAIT_ABANDONED = "keywell.wait.abandoned";
    public static final String EXHAUSTED = "keywell.exhausted";
    public static final String UPSTREAM_RATE_LIMITED = "keywell.upstream.rate.limited";
    public static final String TOKENS = "keywell.tokens";
    public static final String COST = "keywell.cost";
    public static final String STORE_UP = "keywell.quota.store.up";
    public static final String STORE_MODE = "keywell.quota.store.mode";
    public static final String STORE_SECONDS = "keywell.quota.store";
    public static final String STORE_OPERATIONS = "keywell.quota.store.operations";
    public static final String STORE_LOST_SWAPS = "keywell.quota.store.lost.swaps";
    public static final String STORE_GRANTS = "keywell.quota.store.grants";
    public static final String STORE_RETURNS = "keywell.quota.store.returns";
    public static final String STORE_FORFEITS = "keywell.quota.store.forfeits";
    public static final String STORE_CLAIMS = "keywell.quota.store.claims";
    public static final String STORE_LOCAL_DENIALS = "keywell.quota.store.local.denials";
    public static final String STORE_LEASE_AGE = "keywell.quota.store.lease.age";
    public static final String LEDGER_WAITING = "keywell.ledger.waiting";
    public static final String LEDGER_JOURNAL_BYTES = "keywell.ledger.journal.bytes";
    public static final String LEDGER_DATABASE_UP = "keywell.ledger.database.up";
    public static final String LEDGER_WRITTEN = "keywell.ledger.written";
    public static final String LEDGER_REJECTED = "keywell.ledger.rejected";
    public static final String LEDGER_LOST = "keywell.ledger.lost";
    public static final String CONFIG_REJECTED = "keywell.config.rejected";
    public static final String PERMITS_OPEN = "keywell.permits.open";
    public static final String CALLS_OPEN = "keywell.calls.open";
    public static final String CERTIFICATE_EXPIRES = "keywell.certificate.expires.timestamp.seconds";

    /** Calls that are not in the ledger yet, of those that the buffer before it holds: 0 to 1. */
    public static final String LEDGER_BUFFER = "keywell.ledger.buffer.ratio";

    /** What a consumer has spent of its budget in the period: 1 = all. Label: consumer. */
    public static final String BUDGET_USED = "keywell.budget.used.ratio";

    /** The same of a team. Label: team. */
    public static final String TEAM_BUDGET_USED = "keywell.team.budget.used.ratio";

    /** From where on an operator is warned, of the budgets above that have a threshold of their own. Label: consumer. */
    public static final String BUDGET_SOFT = "keywell.budget.soft.ratio";

    /** The same of a team. Label: team. */
    public static final String TEAM_BUDGET_SOFT = "keywell.team.budget.soft.ratio";

    /** OpenTelemetry's semantic conventions for generative AI; still in development there, so expect them to be renamed. */
    public static final String GEN_AI_SECONDS = "gen_ai.client.operation.duration";

    public static final String GEN_AI_TOKENS = "gen_ai.client.token.usage";

    /** Whether the database answers, 0 or 1. */
    public static final String DATABASE_UP = "keywell.database.up";

    /** Whether what the database holds can be read when it answers, 0 or 1. */
    public static final String ROWS_READABLE = "keywell.database.rows.readable";

    /** How many mistakes keep rows of the database from being in force. */
    public static final String ROWS_REFUSED = "keywell.database.rows.refused";

    /** Spans that no collector took. */
    public static final String SPANS_LOST = "keywell.spans.lost";

    private MetricNames() {}
}
