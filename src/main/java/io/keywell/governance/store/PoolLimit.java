package io.keywell.governance.store;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import org.jspecify.annotations.Nullable;

/** What a pool's models may use. */
@Embeddable
public class PoolLimit {

    /** A pattern; null = every model. */
    public @Nullable String model;

    @Embedded
    public LimitSet limits = new LimitSet();
}
