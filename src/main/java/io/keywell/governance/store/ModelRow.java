package io.keywell.governance.store;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.jspecify.annotations.Nullable;

/** A name that callers use and where it leads. */
@Entity(name = "model")
public class ModelRow extends Governed {

    @Id
    public String name = "";

    /** {@code draft}, {@code published}, {@code deprecated} or {@code retired}. */
    public String state = "published";

    /** A duration as in the configuration; null = the global one. */
    @Column(name = "max_wait")
    public @Nullable String maxWait;

    /** When it was or will be deprecated. */
    @Column(name = "deprecated_at")
    public @Nullable Instant deprecatedAt;

    /** When it goes. */
    public @Nullable Instant sunset;

    /** The name that callers should use instead. */
    public @Nullable String successor;

    @ElementCollection(fetch = FetchType.EAGER)
    @Fetch(FetchMode.SUBSELECT)
    @CollectionTable(name = "model_target", joinColumns = @JoinColumn(name = "model"))
    @OrderColumn(name = "position")
    public List<ModelTarget> targets = new ArrayList<>();
}
