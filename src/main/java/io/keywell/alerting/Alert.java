package io.keywell.alerting;

import java.util.concurrent.TimeUnit;

/** What can be wrong, with the names of the run-book in {@code docs/operations.md}. */
public enum Alert {
    EXHAUSTED("KeywellExhausted", true, 0),
    POOL_RUNS_DRY("KeywellPoolRunsDry", false, 300),
    KEY_DISABLED("KeywellKeyDisabled", false, 60),
    CREDIT_GONE("KeywellCreditGone", true, 60),
    ERROR_RATE("KeywellErrorRate", true, 300),
    SLOW("KeywellSlow", false, 600),
    STORE_UNREACHABLE("KeywellStoreUnreachable", true, 30),
    LEDGER_BUFFER_FILLING("KeywellLedgerBufferFilling", true, 120),
    WAITING_ROOM_FILLING("KeywellWaitingRoomFilling", false, 60),
    BUDGET_SOFT("KeywellBudgetSoft", false, 0),
    BUDGET_80("KeywellBudget80", false, 0),
    BUDGET_100("KeywellBudget100", true, 0),
    CONFIG_REJECTED("KeywellConfigRejected", false, 60),
    KEY_EXPIRES("KeywellKeyExpires", false, 0),
    CERTIFICATE_EXPIRES("KeywellCertificateExpires", true, 0);

    private final String title;
    private final boolean critical;
    private final long holdMillis;

    Alert(String title, boolean critical, long holdSeconds) {
        this.title = title;
        this.critical = critical;
        this.holdMillis = TimeUnit.SECONDS.toMillis(holdSeconds);
    }

    /** As in the run-book. */
    public String title() {
        return title;
    }

    boolean critical() {
        return critical;
    }

    /** For how long it must be true before somebody is told. */
    long holdMillis() {
        return holdMillis;
    }
}
