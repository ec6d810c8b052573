/**
 * The OpenAI dialect.
 *
 * <p>Owns: reading and rewriting requests, reading answers and streams, writing errors and model lists. Works on bytes
 * and builds no tree, except where a call crosses dialects. May use: core, protocol. Never: knows a provider, a status code or an HTTP class.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.openai;
