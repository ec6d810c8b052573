package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One credential of a provider. */
@Entity(name = "api_key")
public class KeyRow extends Governed {

    @EmbeddedId
    public MemberId id = new MemberId("", "");

    /** Sealed by {@link SecretBox} for {@link #place()}; null for a provider that wants none. Never shown. */
    public byte @Nullable [] secret;

    /** What may be shown of the secret. */
    public @Nullable String last4;

    /** Null = a pool of its own. */
    public @Nullable String pool;

    public int weight = 1;

    /** Patterns with commas; null = all. */
    public @Nullable String models;

    /** {@code active}, {@code draining} or {@code disabled}; expiry is the date's. */
    public String state = "active";

    @Column(name = "expires_at")
    public @Nullable Instant expiresAt;

    /** What the sealed secret is bound to. */
    public String place() {
        return place(id.provider(), id.name());
    }

    public static String place(String provider, String name) {
        return "api_key/" + provider + "/" + name;
    }
}
