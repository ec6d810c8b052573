package io.keywell.governance.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Consumers that belong together. */
@Entity
@Table(name = "team")
public class Team extends Governed {

    @Id
    public String name = "";
}
