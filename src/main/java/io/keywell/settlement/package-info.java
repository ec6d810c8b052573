/**
 * The end of a call, exactly once: usage settles the permits, one record goes to every sink.
 *
 * <p>May use: core, catalog, quota, telemetry. Never: blocks.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.settlement;
