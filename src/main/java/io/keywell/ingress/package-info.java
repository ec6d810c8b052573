/**
 * The callers' side of HTTP: routes, error bodies, back-pressure. The only place with status codes of the data plane.
 *
 * <p>May use: flow, protocol. Never: decides about quota.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.ingress;
