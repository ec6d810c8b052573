package io.keywell.alerting;

/**
 * What an operator is told.
 *
 * @param firing false = it is over
 * @param sinceMillis epoch milliseconds since which it has been true
 */
record Notice(Finding finding, boolean firing, long sinceMillis) {}
