package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** A vendor's API. Keys and pools are rows of their own. */
@Entity(name = "provider")
public class ProviderRow extends Governed {

    @Id
    public String name = "";

    public String type = "";

    /** Null = the type's. */
    @Column(name = "base_url")
    public @Nullable String baseUrl;

    /** A JSON object of texts: what {@code options} has in the configuration. */
    public @Nullable String options;
}
