/**
 * The immutable snapshot that the data plane reads: providers, quota pools, keys, models, consumers; and where it comes from.
 *
 * <p>May use: core. Never: changes a snapshot: a new one replaces it as a whole.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.catalog;
