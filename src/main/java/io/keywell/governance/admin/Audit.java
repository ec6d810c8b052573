package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Clock;
import io.keywell.governance.database.DatabaseMode;
import io.keywell.governance.store.AuditEntry;
import io.keywell.governance.store.AuditLog;
import io.keywell.governance.store.Transactions;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts changes on record, in the transaction that makes them. */
@Singleton
final class Audit {

    private static final Logger LOG = Logger.getLogger(Audit.class);

    private final DatabaseMode mode;
    private final Transactions transactions;
    private final AuditLog log;
    private final CurrentIdentityAssociation identity;
    private final Clock clock;

    Audit(
            DatabaseMode mode,
            Transactions transactions,
            AuditLog log,
            CurrentIdentityAssociation identity,
            Clock clock) {
        this.mode = mode;
        this.transactions = transactions;
        this.log = log;
        this.identity = identity;
        this.clock = clock;
    }

    /** @param before without secrets, as is {@code after} */
    Uni<Void> add(String action, String subject, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        return operator().chain(who -> add(who, action, subject, before, after));
    }

    Uni<Void> add(
            String operator, String action, String subject, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        AuditEntry entry = new AuditEntry();
        entry.at = Instant.ofEpochMilli(nowMillis());
        entry.operator = operator;
        entry.action = action;
        entry.subject = subject;
        entry.before = before == null ? null : before.toString();
        entry.after = after == null ? null : after.toString();
        return log.add(entry);
    }

    long nowMillis() {
        return clock.epochMillis();
    }

    /** Who calls. Only on the request's own context. */
    Uni<String> operator() {
        return identity.getDeferredIdentity()
                .map(who -> who.isAnonymous() ? "anonymous" : who.getPrincipal().getName());
    }

    /** For what is not done in the database; without one the log of the process is all the record there is. */
    Uni<Void> alone(String action, String subject, ObjectNode after) {
        if (mode == DatabaseMode.NONE) {
            LOG.infof("An operator: %s %s %s", action, subject, after);
            return Uni.createFrom().voidItem();
        }
        return transactions.write(() -> add(action, subject, null, after));
    }
}
