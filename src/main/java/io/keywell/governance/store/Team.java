package io.keywell.governance.store;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** Consumers that belong together and may share limits and a budget. */
@Entity(name = "team")
public class Team extends Governed {

    @Id
    public String name = "";

    @Embedded
    public @Nullable LimitSet limits;

    @Embedded
    public @Nullable Budget budget;
}
