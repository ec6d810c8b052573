/** The ledger: the journal under load and after a kill, the drain with a database that comes and goes, sums. */
package io.keywell.ledger;
