package io.keywell.governance.store;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.jspecify.annotations.Nullable;

/** A quota pool. Keys that name no pool have one of their own, which needs no row. */
@Entity(name = "pool")
public class PoolRow extends Governed {

    @EmbeddedId
    public MemberId id = new MemberId("", "");

    public @Nullable String billing;

    /** The first whose model fits wins. */
    @ElementCollection(fetch = FetchType.EAGER)
    @Fetch(FetchMode.SUBSELECT)
    @CollectionTable(
            name = "pool_limit",
            joinColumns = {
                @JoinColumn(name = "provider", referencedColumnName = "provider"),
                @JoinColumn(name = "pool", referencedColumnName = "name")
            })
    @OrderColumn(name = "position")
    public List<PoolLimit> limits = new ArrayList<>();
}
