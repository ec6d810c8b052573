/**
 * Where the rows are: a PostgreSQL that the gateway starts itself, the operator's, or none.
 *
 * <p>Owns: {@code keywell.database}, the embedded server, the schema's migrations, whether the database can be reached.
 * May use: core, Quarkus, Flyway (on a worker thread). Never: blocks an event loop, or keeps the gateway from serving
 * calls because the database is away.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.governance.database;
