package io.keywell.governance.operators;

import io.keywell.core.Clock;
import io.keywell.governance.database.DatabaseMode;
import io.keywell.governance.store.OperatorToken;
import io.keywell.governance.store.OperatorTokens;
import io.keywell.governance.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Admin tokens that were made through the API. */
@Singleton
final class NamedTokens {

    private final DatabaseMode mode;
    private final Transactions transactions;
    private final OperatorTokens tokens;
    private final Clock clock;

    NamedTokens(DatabaseMode mode, Transactions transactions, OperatorTokens tokens, Clock clock) {
        this.mode = mode;
        this.transactions = transactions;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Who bears the token. */
    record Bearer(String name, Role role) {}

    /** Null when no token in force has this hash. Fails while the database is away. */
    Uni<@Nullable Bearer> find(TokenHash hash) {
        if (mode == DatabaseMode.NONE) {
            return Uni.createFrom().nullItem();
        }
        String hex = HexFormat.of().formatHex(hash.bytes());
        return transactions.read(() -> tokens.bySha256(hex)).map(token -> bearer(token, hash));
    }

    private @Nullable Bearer bearer(@Nullable OperatorToken token, TokenHash hash) {
        if (token == null || !hash.equals(new TokenHash(HexFormat.of().parseHex(token.sha256)))) {
            return null;
        }
        boolean expired = token.expiresAt != null && token.expiresAt.toEpochMilli() <= clock.epochMillis();
        Role role = Role.of(token.role);
        return expired || role == null ? null : new Bearer(token.name, role);
    }
}
