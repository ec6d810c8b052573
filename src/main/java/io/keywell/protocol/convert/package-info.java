/**
 * Calls that cross dialects.
 *
 * <p>Owns: the list of all dialects' sides, and what a conversion from one to another is. May use: core, the other
 * protocol packages. Never: knows a provider, a status code or an HTTP class.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.convert;
