package io.keywell.protocol.chat;

import io.keywell.core.Dialect;

/**
 * Words that only the vendors of one dialect can read: a signature, an encrypted thought. They must come back as they
 * were; a writer of another dialect drops them, because a provider refuses what it did not seal.
 */
public record Seal(Dialect by, String value) {

    @Override
    public String toString() {
        return "Seal[" + by + "]";
    }
}
