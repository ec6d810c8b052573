package io.keywell.governance.admin;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes keys and tokens: 32 random bytes that can stand in a header. */
@Singleton
final class NewSecrets {

    private static final int BYTES = 32;

    private final SecureRandom random;

    NewSecrets(SecureRandom random) {
        this.random = random;
    }

    /** @param prefix by which people and scanners tell what it is */
    String make(String prefix) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
