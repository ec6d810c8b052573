/**
 * The list of the dialects that callers may speak.
 *
 * <p>Owns: which class carries which dialect. May use: core, protocol and its dialects. Never: knows what is in one.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.dialect;
