package io.keywell.governance.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** The consumers' keys. */
@ApplicationScoped
public class ConsumerKeys implements PanacheRepositoryBase<ConsumerKeyRow, String> {

    public Uni<List<ConsumerKeyRow>> of(String consumer) {
        return list("consumer = ?1 order by createdAt, sha256", consumer);
    }

    public Uni<ConsumerKeyRow> add(ConsumerKeyRow key) {
        return persistAndFlush(key);
    }

    /** The consumer's keys that would be valid for longer end then; those that end earlier do not change. */
    public Uni<Integer> expire(String consumer, Instant at) {
        return update("expiresAt = ?1 where consumer = ?2 and (expiresAt is null or expiresAt > ?1)", at, consumer);
    }
}
