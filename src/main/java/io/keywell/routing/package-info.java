/**
 * The plan of candidates for one request. Pure.
 *
 * <p>May use: core, catalog. Never: does I/O, reads a clock, keeps state.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.routing;
