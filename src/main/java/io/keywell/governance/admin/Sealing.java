package io.keywell.governance.admin;

import io.keywell.governance.store.SecretBox;
import io.keywell.governance.store.SecretVault;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** What seals secrets before they are stored. */
@Singleton
final class Sealing {

    private final SecretVault vault;

    Sealing(SecretVault vault) {
        this.vault = vault;
    }

    /** Refused where nothing can wrap the keys that seal. */
    Uni<SecretBox> box() {
        return vault.canSeal()
                ? vault.box().onItem().ifNull().failWith(Sealing::refusal).map(box -> box)
                : Uni.createFrom().failure(refusal());
    }

    /** Throws where nothing can be sealed. */
    void required() {
        if (!vault.canSeal()) {
            throw refusal();
        }
    }

    private static RuntimeException refusal() {
        return Refused.failed(
                409,
                "no-encryption-key",
                "Secrets cannot be stored",
                "The gateway has no key for them: " + SecretVault.NO_KEY + ".");
    }
}
