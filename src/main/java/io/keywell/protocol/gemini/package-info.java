/**
 * The Gemini dialect: generateContent and the calls beside it.
 *
 * <p>Owns: carrying a Gemini call to a provider of that dialect on bytes and without a tree; the dialect's sides of
 * conversions, on trees. May use: core, protocol, protocol.chat, Jackson. Never: knows a provider or an HTTP class.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.gemini;
