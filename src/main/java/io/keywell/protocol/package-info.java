/**
 * Wire formats that dialects share: the SSE codec, JSON scanning.
 *
 * <p>May use: core. Never: knows a provider.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol;
