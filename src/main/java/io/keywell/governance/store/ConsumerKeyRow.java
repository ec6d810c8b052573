package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A caller's key, of which nothing but the hash is kept. */
@Entity(name = "consumer_key")
public class ConsumerKeyRow {

    /** 64 hexadecimal digits in lower case. */
    @Id
    public String sha256 = "";

    public String consumer = "";

    public String last4 = "";

    @Column(name = "created_at")
    public Instant createdAt = Instant.EPOCH;

    /** Null = never. A rotation with an overlap sets the old key's. */
    @Column(name = "expires_at")
    public @Nullable Instant expiresAt;
}
