/** Governance against a real PostgreSQL. */
package io.keywell.governance;
