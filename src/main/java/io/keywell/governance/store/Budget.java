package io.keywell.governance.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** What may be spent in a calendar's day or month. All null: any sum. */
@Embeddable
public class Budget {

    /** Micro-dollars. */
    @Column(name = "budget_micros")
    public @Nullable Long micros;

    /** The per cent from which operators are told, 1..100; null = 80. */
    @Column(name = "budget_soft")
    public @Nullable Integer softPercent;

    /** {@code day} or {@code month}. */
    @Column(name = "budget_period")
    public @Nullable String period;

    /** Whose midnight ends the period; null = UTC. */
    @Column(name = "budget_zone")
    public @Nullable String zone;
}
