/**
 * Wiring, health, start and stop.
 *
 * <p>May use: everything. Never: holds logic of a request.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.boot;
