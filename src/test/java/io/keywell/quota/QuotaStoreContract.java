package io.keywell.quota;

/** What every store must do, whatever it keeps its counts in. An implementation says how a store is made. */
public interface QuotaStoreContract
        extends WindowContract, BudgetContract, PermitContract, ObservationContract, ManyThreadsContract {}
