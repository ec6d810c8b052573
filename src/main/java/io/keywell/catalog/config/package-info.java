/**
 * From flat properties ({@code keywell.providers.openai.type=openai}) to a catalog, or to the list of all that is wrong.
 *
 * <p>Owns: the names, types and defaults of {@code keywell.providers}, {@code models}, {@code consumers} and {@code auth}.
 * May use: catalog, core. Never: reads a file or the environment by itself, or puts a secret into a message.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.catalog.config;
