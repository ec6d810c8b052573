package io.keywell.quota.infinispan;

/** How the cluster stands, as one replica sees it. */
public enum Standing {
    /** No server answers. */
    AWAY,
    /** Servers answer, but will not touch the cells: too many of them are missing. */
    REFUSING,
    UP
}
