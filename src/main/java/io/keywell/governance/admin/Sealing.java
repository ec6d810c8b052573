package io.keywell.governance.admin;

import io.keywell.governance.store.EncryptionSettings;
import io.keywell.governance.store.KeyEncryptionKeys;
import io.keywell.governance.store.SecretBox;
import io.keywell.governance.store.SecretKeys;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** What seals secrets before they are stored. */
@Singleton
final class Sealing {

    private final SecretKeys keys;
    private final EncryptionSettings settings;

    Sealing(SecretKeys keys, EncryptionSettings settings) {
        this.keys = keys;
        this.settings = settings;
    }

    /** Inside a transaction. Refused where nothing can wrap the keys that seal. */
    Uni<SecretBox> box() {
        List<String> wrapping = settings.key().orElse(List.of());
        return wrapping.isEmpty()
                ? Uni.createFrom()
                        .failure(Refused.failed(
                                409,
                                "no-encryption-key",
                                "Secrets cannot be stored",
                                "Set KEYWELL_ENCRYPTION_KEY to 32 random bytes in Base64: secrets are not stored"
                                        + " without it."))
                : keys.box(new KeyEncryptionKeys(wrapping));
    }
}
