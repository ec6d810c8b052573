/**
 * HTTP to the providers: guards, the walk along the plan, the commit gate. The only place with fault-tolerance annotations.
 *
 * <p>May use: core, catalog, routing, waiting, provider, protocol, quota, telemetry. Never: sends anything to a caller.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.upstream;
