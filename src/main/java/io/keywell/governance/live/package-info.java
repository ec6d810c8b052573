/**
 * What operators ask about the present: how everything stands, when it will be empty, why a request would go where, and
 * what changes.
 *
 * <p>May use: core, catalog, quota, routing, waiting. Never: changes what it looks at, or stands on a request's path.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.governance.live;
