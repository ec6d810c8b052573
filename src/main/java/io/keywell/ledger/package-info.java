/**
 * The usage ledger: one row for each call, exactly once. Owns the record's way from the end of a call to the database: the
 * journal, which survives a kill, and the drain, which empties it.
 *
 * <p>May use: core, catalog. Never: waits on the request path, for a disk or for the database.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.ledger;
