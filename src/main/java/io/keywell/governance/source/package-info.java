/**
 * From rows to the catalog: what operators have made is laid over what is configured, on every replica within a second.
 *
 * <p>Owns: the connection that listens for changes, the reading of rows, what of them is in force. May use: catalog, the
 * rows' store, the database, the events of operators. Never: changes a row, blocks an event loop, or lets a row with a
 * mistake stop the others.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.governance.source;
