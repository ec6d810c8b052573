/**
 * What the dialects have in common: one neutral chat request, answer and stream. A call that crosses dialects is read
 * into it by one dialect's reader and written from it by another's writer, so that n dialects need n readers and n
 * writers.
 *
 * <p>Owns: the neutral values, and which sides a dialect offers. May use: core. Never: knows a dialect's names.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.chat;
