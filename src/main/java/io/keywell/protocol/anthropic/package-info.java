/**
 * Anthropic's messages: calls carried natively by {@link io.keywell.protocol.anthropic.AnthropicProtocol}, and the
 * dialect's sides of conversions, {@link io.keywell.protocol.anthropic.AnthropicSides}.
 *
 * <p>May use: core, protocol, protocol.chat; Jackson's trees for conversions alone. Never: knows a provider, a status
 * code or another dialect.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.anthropic;
