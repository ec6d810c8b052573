/**
 * Quotas over several replicas: permits leased ahead of need from cells that the replicas share.
 *
 * <p>Owns: the shared cell, the replica's bucket, when to lease, return and claim, what holds while the cluster is away.
 * May use: core, catalog, quota, quota.rule. Never: knows which product keeps the cells, blocks, reads a clock of the machine.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.quota.lease;
