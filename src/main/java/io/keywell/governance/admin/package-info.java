/**
 * The admin API over HTTP: what is governed as resources, problems in one shape, versions as ETags, pages with cursors.
 *
 * <p>May use: core, catalog, quota and the other parts of governance. Never: shows a secret, keeps state, or answers for
 * a path of the data plane.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.governance.admin;
