/**
 * Look-alikes of providers with real limiter semantics, for development, tests, drills and the
 * benchmark. Also the arbiter that says whether a pool was overspent, measured apart from the limiter that it judges.
 *
 * <p>May use: core, protocol. Never: runs in production unless asked for, shows more of a secret than its last four
 * characters.
 *
 * <p>Threads: a call lives on one event loop; pools and fault scripts are shared by all loops and lock for moments.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.simulator;
