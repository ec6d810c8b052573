/**
 * How much is left and who may take it: accounts, permits, windows, cool-downs.
 *
 * <p>May use: core, catalog. Never: waits, blocks or reaches a network on the request path.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.quota;
