/**
 * OpenAI's responses dialect.
 *
 * <p>Owns: carrying responses as they are, on bytes; both of its sides of conversions, on trees. May use: core, protocol,
 * and what both of OpenAI's dialects share in {@code protocol.openai}. Never: knows a provider, a status code or an HTTP
 * class.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.responses;
