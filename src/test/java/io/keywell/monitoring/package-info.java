/** Alerts and dashboard, checked against what the gateway exports and what the run-book explains. */
package io.keywell.monitoring;
