package io.keywell.catalog;

import java.util.function.UnaryOperator;

/**
 * The catalog in force, made of what is configured and of what is laid over it. Whichever of the two changes, both are put
 * together again. Safe for use by many threads.
 */
public final class LayeredCatalog {

    private final CatalogRef inForce;
    private Catalog configured;
    private UnaryOperator<Catalog> overlay = UnaryOperator.identity();

    public LayeredCatalog(Catalog configured) {
        this.configured = configured;
        this.inForce = new CatalogRef(configured);
    }

    public CatalogRef inForce() {
        return inForce;
    }

    /** What comes from the configuration alone: nobody else may change it. */
    public synchronized Catalog configured() {
        return configured;
    }

    /** The configuration has changed. */
    public synchronized void configure(Catalog next) {
        configured = next;
        inForce.replace(overlay.apply(next));
    }

    /**
     * What is added has changed.
     *
     * @param next makes the catalog in force of the configured one; called again whenever that one changes
     */
    public synchronized void overlay(UnaryOperator<Catalog> next) {
        overlay = next;
        inForce.replace(next.apply(configured));
    }
}
