/**
 * Counting tokens as a model's own vocabulary does.
 *
 * <p>Owns: which models' vocabularies are known. May use: core, Jackson's streaming parser, the tokenizer library. Never: is
 * on the way of a request to a provider; sizes are good enough there.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.tokens;
