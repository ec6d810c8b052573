package io.keywell.governance.database;

import java.nio.file.Path;

/**
 * Where the gateway keeps what it must not lose.
 *
 * @param dataDir the folder of the embedded server, of its key and of the ledger's journal
 */
public record DatabaseSettings(DatabaseMode mode, Path dataDir) {}
