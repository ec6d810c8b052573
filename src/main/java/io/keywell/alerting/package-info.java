/**
 * Notices to webhooks, for those without Prometheus: what is wrong, who is told, how often, and that it arrives.
 *
 * <p>Owns: the rules, which are those of {@code monitoring/keywell.rules.yaml}; what was told already; the form and the
 * signature of a notice. May use: core. Never: looks at the gateway by itself, opens a connection, starts a thread.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.alerting;
