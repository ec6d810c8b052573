package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** What may be spent in a calendar's day, week or month. All null: any sum. */
@Embeddable
public class Budget {

    /** Micro-dollars. */
    @Column(name = "budget_micros")
    public @Nullable Long micros;

    /** The part from which operators are told, above 0 and at most 1; null = the default. */
    @Column(name = "budget_soft")
    public @Nullable Double soft;

    /** {@code day}, {@code week} or {@code month}. */
    @Column(name = "budget_period")
    public @Nullable String period;

    /** Whose midnight ends the period; null = UTC. */
    @Column(name = "budget_zone")
    public @Nullable String zone;
}
