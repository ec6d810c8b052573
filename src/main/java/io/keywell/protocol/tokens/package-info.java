/**
 * Counting tokens as a model's own vocabulary does.
 *
 * <p>Owns: which models' vocabularies are known. May use: core, Jackson's streaming parser, the tokenizer library. Never: is
 * on the way of a request to a provider for longer than a sample takes, but where its guessed size alone would refuse it.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.tokens;
