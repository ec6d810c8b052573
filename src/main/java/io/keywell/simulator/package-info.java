/**
 * Look-alikes of providers with real limiter semantics, for development, tests and drills.
 *
 * <p>May use: core, protocol. Never: runs in production unless asked for.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.simulator;
