/**
 * Who calls, may it use this model, does its own allowance permit it.
 *
 * <p>May use: core, catalog, quota. Never: touches a provider.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.admission;
