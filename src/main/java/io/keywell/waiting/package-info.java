/**
 * The fair, deadline-aware waiting room in front of the pools, the retry times that it tells those who do not fit, and the
 * notes by which the rooms of several replicas are fair together.
 *
 * <p>May use: core, catalog, routing, quota. Never: knows what a pool is, calls a visitor back under its lock,
 * lets a request overtake another of its consumer and line unless it comes back as it was told.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.waiting;
