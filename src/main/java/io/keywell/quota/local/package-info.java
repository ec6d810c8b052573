/**
 * The quota store of a single replica, in memory.
 *
 * <p>May use: core, catalog, quota. Never: forgets a permit.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.quota.local;
