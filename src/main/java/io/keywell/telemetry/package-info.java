/**
 * Names of metrics and log keys, in one place.
 *
 * <p>May use: core. Never: measures by itself.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.telemetry;
