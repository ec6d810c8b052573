/**
 * The ledger's write-ahead files. Appending is a copy into memory that is mapped from a file: what is there belongs to the
 * kernel, so that it outlives the process, and costs no system call. Files are made, wiped and read on the drain's thread.
 *
 * <p>May use: core. Never: knows the database.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.ledger.journal;
