/**
 * Wire formats that dialects share.
 *
 * <p>Owns: cutting a byte stream into server-sent events, walking JSON without building it. May use: core. Never: knows
 * a dialect or a provider.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol;
