/**
 * The words of the domain, as values.
 *
 * <p>Owns: operations, bodies, usage, failure classes, errors, call records, time. May use: {@code java.*} only.
 * Never does: I/O, threads, frameworks.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.core;
