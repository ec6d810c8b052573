/**
 * What replicas share, in an Infinispan Server cluster that is reached by the Hot Rod client.
 *
 * <p>Owns: the connection, the three caches and how their entries are written in bytes. May use: core, catalog, quota,
 * quota.lease. Never: blocks a thread that is not its own, keeps the gateway from starting, decides about permits.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.quota.infinispan;
