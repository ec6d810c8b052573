/**
 * What each vendor family says: paths, authentication, failures to classes, rate headers to observations.
 *
 * <p>{@link io.keywell.provider.Vendors} is the table to begin with: vendors are rows, not classes.
 *
 * <p>May use: core, catalog, protocol, Jackson's streaming parser. Never: knows a caller's dialect or does I/O.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.provider;
