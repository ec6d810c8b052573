/**
 * The rule by which limits are counted, without threads, clocks or networks: every store uses it, whether it keeps its
 * {@link io.keywell.quota.rule.Cell cells} in memory or in a cluster.
 *
 * <p>Owns: slots of time, counts, what is free and when. May use: core, catalog, quota. Never: reads a clock, locks,
 * knows who asks.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.quota.rule;
