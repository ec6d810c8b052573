package io.keywell.alerting;

/**
 * Something that is wrong now.
 *
 * @param subject what it is about; empty for the whole replica
 * @param text one sentence for an operator, without secrets
 */
record Finding(Alert alert, String subject, String text) {}
