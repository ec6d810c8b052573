package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** A caller. Its keys are rows of their own. */
@Entity(name = "consumer")
public class ConsumerRow extends Governed {

    @Id
    public String name = "";

    public @Nullable String team;

    /** Names and patterns with commas; null = all. */
    public @Nullable String models;

    /** 1..16; null = the default. */
    public @Nullable Integer priority;

    /** A duration as in the configuration; null = the global one. */
    @Column(name = "max_wait")
    public @Nullable String maxWait;

    @Embedded
    public @Nullable LimitSet limits;

    @Embedded
    public @Nullable Budget budget;
}
