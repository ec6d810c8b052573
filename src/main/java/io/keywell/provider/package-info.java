/**
 * What each vendor family says: paths, authentication, failures to classes, rate headers to observations.
 *
 * <p>May use: core, catalog, protocol. Never: knows a caller's dialect or does I/O.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.provider;
