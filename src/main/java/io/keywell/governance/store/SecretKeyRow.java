package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** A data key, wrapped by a key-encryption key that is not in the database. */
@Entity(name = "secret_key")
public class SecretKeyRow {

    @Id
    public int id;

    /** Which key-encryption key: a fingerprint, not the key. */
    public String kek = "";

    public byte[] wrapped = {};

    @Column(name = "created_at")
    public Instant createdAt = Instant.EPOCH;
}
