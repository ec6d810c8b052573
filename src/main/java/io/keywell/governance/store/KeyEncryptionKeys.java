package io.keywell.governance.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys that wrap data keys. They come from outside of the database: the first one is the present one, the others are
 * old ones that may still be needed. Each is known by a fingerprint, which tells nothing about it.
 */
public final class KeyEncryptionKeys {

    static final int BYTES = 32;

    private final Map<String, SecretKey> byFingerprint = new LinkedHashMap<>();
    private final String current;

    /**
     * @param written each 32 random bytes in Base64 or hexadecimal, the present one first; not empty
     * @throws IllegalArgumentException that says what is expected and shows nothing
     */
    public KeyEncryptionKeys(List<String> written) {
        if (written.isEmpty()) {
            throw new IllegalArgumentException("expected at least one key");
        }
        written.forEach(text -> {
            byte[] bytes = parse(text.strip());
            byFingerprint.putIfAbsent(fingerprint(bytes), new SecretKeySpec(bytes, "AES"));
        });
        this.current = byFingerprint.keySet().iterator().next();
    }

    private static byte[] parse(String text) {
        try {
            byte[] bytes = text.length() == 2 * BYTES
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            if (bytes.length == BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, without the text that the exception may quote.
        }
        throw new IllegalArgumentException("expected 32 random bytes in Base64 or as 64 hexadecimal digits");
    }

    private static String fingerprint(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("keywell key-encryption key".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(key), 6));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The fingerprint of the key that wraps from now on. */
    String current() {
        return current;
    }

    /** Of all of them, the present one first. */
    List<String> fingerprints() {
        return List.copyOf(byFingerprint.keySet());
    }

    SecretKey currentKey() {
        SecretKey key = find(current);
        if (key == null) {
            throw new IllegalStateException("the present key is always known");
        }
        return key;
    }

    @Nullable
    SecretKey find(String fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    @Override
    public String toString() {
        return "KeyEncryptionKeys" + byFingerprint.keySet();
    }
}
