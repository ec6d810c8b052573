/**
 * Who may govern: admin tokens and OIDC, what role each has, and a limit on guessing.
 *
 * <p>May use: core, catalog, governance.store. Never: looks at a caller's call; it answers for {@code /admin/v1} alone.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.governance.operators;
