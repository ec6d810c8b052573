package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** What a million tokens cost, in micro-dollars. */
@Entity(name = "price")
public class PriceRow extends Governed {

    @Id
    public String name = "";

    /** A provider's name or type; null = all. */
    public @Nullable String provider;

    /** A pattern of the provider's model names. */
    public String model = "";

    public long input;

    public long output;

    /** Null = as {@link #input}. */
    @Column(name = "cache_read")
    public @Nullable Long cacheRead;

    /** Null = as {@link #input}. */
    @Column(name = "cache_write")
    public @Nullable Long cacheWrite;
}
