package io.keywell.governance.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One change that an operator made. The database refuses to change or to delete it. */
@Entity(name = "audit")
@Immutable
public class AuditEntry {

    /** Grows with time; a cursor. */
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    public Instant at = Instant.EPOCH;

    public String operator = "";

    public String action = "";

    /** What was changed, as {@code consumers/web-app}. */
    public String subject = "";

    /** JSON without secrets; null = there was nothing. */
    public @Nullable String before;

    /** JSON without secrets; null = there is nothing any more. */
    public @Nullable String after;
}
