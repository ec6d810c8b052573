/**
 * Bedrock's Converse dialect, which only providers speak: requests are written, answers and streams are read.
 *
 * <p>Owns: Converse bodies, the binary event stream they are streamed in. May use: core, protocol. Never: knows a provider,
 * signs, opens connections.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.bedrock;
