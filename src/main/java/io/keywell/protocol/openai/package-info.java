/**
 * The OpenAI dialect: reading requests, error bodies, usage and stream events.
 *
 * <p>May use: core, protocol. Never: knows a provider.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.openai;
