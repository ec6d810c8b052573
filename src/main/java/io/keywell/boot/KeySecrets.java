package io.keywell.boot;

import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.core.Secret;
import io.keywell.quota.Scope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells a key's secrets from each other without telling them: 32 bits of a hash. Enough to notice that a key was replaced,
 * too few to find or to confirm one.
 */
final class KeySecrets implements ToIntFunction<Scope> {

    private final CatalogRef catalog;

    KeySecrets(CatalogRef catalog) {
        this.catalog = catalog;
    }

    /** 0 for what is not about one key, and for a key without a secret. */
    @Override
    public int applyAsInt(Scope scope) {
        if (scope instanceof Scope.Key key) {
            return mark(key.provider(), key.key());
        }
        return scope instanceof Scope.KeyModel key ? mark(key.provider(), key.key()) : 0;
    }

    private int mark(String providerName, String keyName) {
        Provider provider = catalog.current().provider(providerName);
        if (provider != null) {
            for (Pool pool : provider.pools()) {
                for (Key key : pool.keys()) {
                    if (key.name().equals(keyName)) {
                        return mark(key.secret());
                    }
                }
            }
        }
        return 0;
    }

    private static int mark(@Nullable Secret secret) {
        if (secret == null) {
            return 0;
        }
        try {
            byte[] bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
