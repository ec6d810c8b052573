/**
 * The ledger's tables in PostgreSQL: rows, sums, partitions, and the questions that {@code /usage} asks of the sums.
 *
 * <p>May use: core, ledger, the reactive client. Never: puts a value into a statement's text.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.ledger.postgres;
