package io.keywell.governance.store;

import io.keywell.core.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * Seals secrets for the database with the newest data key, and opens what any known data key has sealed. A sealed secret
 * is a format byte, the data key's id and a {@link Seal}. Safe for use by many threads.
 */
public final class SecretBox {

    private static final byte FORMAT = 1;
    private static final int HEAD = 1 + Integer.BYTES;

    private final TreeMap<Integer, SecretKey> keys;
    private final SecureRandom random;

    /** For the start with very many keys. */
    private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(Seal::cipher);

    /**
     * @param keys data keys by their ids, not empty
     */
    SecretBox(Map<Integer, SecretKey> keys, SecureRandom random) {
        this.keys = new TreeMap<>(keys);
        this.random = random;
    }

    /**
     * @param place what the secret is bound to: {@link KeyRow#place()}
     */
    public byte[] seal(String place, Secret secret) {
        Map.Entry<Integer, SecretKey> newest = keys.lastEntry();
        byte[] sealed = Seal.close(newest.getValue(), place, secret.reveal().getBytes(StandardCharsets.UTF_8), random);
        return ByteBuffer.allocate(HEAD + sealed.length)
                .put(FORMAT)
                .putInt(newest.getKey())
                .put(sealed)
                .array();
    }

    /** Throws {@link BrokenSealException} when the bytes are not what {@link #seal} gave for this place. */
    public Secret open(String place, byte[] sealed) {
        if (sealed.length < HEAD || sealed[0] != FORMAT) {
            throw new BrokenSealException(place, "it has an unknown format");
        }
        ByteBuffer bytes = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        int id = bytes.getInt();
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new BrokenSealException(place, "the data key " + id + " is not known");
        }
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return new Secret(new String(Seal.open(ciphers.get(), key, place, rest), StandardCharsets.UTF_8));
    }
}
