package io.keywell.governance.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What operators have changed. It is added to in the transaction of the change itself, and never altered. */
@ApplicationScoped
public class AuditLog implements PanacheRepositoryBase<AuditEntry, Long> {

    public Uni<Void> add(AuditEntry entry) {
        return persistAndFlush(entry).replaceWithVoid();
    }

    /**
     * The newest first.
     *
     * @param before the last id of the page before, {@link Long#MAX_VALUE} for the first page
     * @param subject the beginning of the subjects, empty for all
     */
    public Uni<List<AuditEntry>> page(long before, String subject, int size) {
        String escaped = subject.replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return find("id < ?1 and subject like ?2 escape '!' order by id desc", before, escaped + "%")
                .page(0, size)
                .list();
    }
}
