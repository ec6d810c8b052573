package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An operator's token for the admin API, of which nothing but the hash is kept. */
@Entity(name = "operator_token")
public class OperatorToken extends Governed {

    @Id
    public String name = "";

    /** 64 hexadecimal digits in lower case. */
    public String sha256 = "";

    public String last4 = "";

    /** {@code viewer}, {@code operator} or {@code admin}. */
    public String role = "viewer";

    @Column(name = "expires_at")
    public @Nullable Instant expiresAt;
}
