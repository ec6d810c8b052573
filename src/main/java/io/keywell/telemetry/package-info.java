/**
 * Metrics of calls: their names, their labels and the handles that are looked up once. Spans and log lines of calls.
 *
 * <p>May use: core. Never: measures by itself what a stage knows better.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.telemetry;
