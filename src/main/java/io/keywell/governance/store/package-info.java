/**
 * What operators have made through the admin API, as rows of PostgreSQL.
 *
 * <p>Owns: the entities, their repositories, the encryption of secrets at rest. May use: catalog, core, Hibernate Reactive.
 * Never: is asked on the path of a request, or gives a secret to anything but the catalog.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.governance.store;
