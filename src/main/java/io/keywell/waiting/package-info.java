/**
 * The fair, deadline-aware waiting room in front of the pools.
 *
 * <p>May use: core, catalog, routing, quota. Never: lets a request overtake another of its consumer that fits as well.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.waiting;
