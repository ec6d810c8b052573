package io.keywell.ledger;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code keywell.ledger.*}: whether calls are accounted for, and how long what is kept. */
@ConfigMapping(prefix = "keywell.ledger")
public interface LedgerSettings {

    /** Without a database there is no ledger, whatever this says. */
    @WithDefault("true")
    boolean enabled();

    /** Bytes of the files in which records wait for the database. When they are full, records are lost and counted. */
    @WithDefault("2G")
    MemorySize maxJournal();

    /** How long the rows of calls and the sums by minute are kept; whole days. */
    @WithDefault("90d")
    Duration keepCalls();

    /** How long the sums by hour are kept; whole days. Sums by day are kept for ever. */
    @WithDefault("400d")
    Duration keepHours();

    /**
     * Whether the ledger's connections keep their statements. A pooler that gives each transaction another connection must
     * know of them.
     */
    @WithDefault("true")
    boolean preparedStatements();
}
