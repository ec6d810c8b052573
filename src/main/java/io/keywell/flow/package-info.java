/**
 * The order of the stages of a request.
 *
 * <p>May use: admission, routing, waiting, upstream, settlement, protocol, catalog. Never: knows HTTP status codes.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.flow;
