package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.UpdateTimestamp;

/** What every row that operators change has. */
@MappedSuperclass
public class Governed {

    /** Counts the changes: the row's ETag. */
    @Version
    public long version;

    @UpdateTimestamp
    @Column(name = "updated_at")
    public Instant updatedAt = Instant.EPOCH;
}
