package io.keywell.governance.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM over a few bytes that are bound to a place: what was sealed for one place opens at no other. The result is
 * the nonce, the sealed bytes and the tag. A nonce is random; a data key seals far fewer than the 2^32 things that this
 * allows.
 */
final class Seal {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private Seal() {}

    static byte[] close(SecretKey key, String place, byte[] plain, SecureRandom random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher();
            start(cipher, Cipher.ENCRYPT_MODE, key, place, nonce);
            byte[] sealed = cipher.doFinal(plain);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Throws {@link BrokenSealException} for another key, another place or changed bytes: which of them, nobody can tell. */
    static byte[] open(SecretKey key, String place, byte[] sealed) {
        return open(cipher(), key, place, sealed);
    }

    /** The same with a cipher that was made before, by {@link #cipher()}; it is for one thread at a time. */
    static byte[] open(Cipher cipher, SecretKey key, String place, byte[] sealed) {
        if (sealed.length < NONCE + TAG_BITS / Byte.SIZE) {
            throw new BrokenSealException(place, "it is too short");
        }
        byte[] nonce = new byte[NONCE];
        ByteBuffer.wrap(sealed).get(nonce);
        try {
            start(cipher, Cipher.DECRYPT_MODE, key, place, nonce);
            return cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new BrokenSealException(place, "it was sealed with another key, for another row, or was changed");
        }
    }

    /** To make one takes longer than to open a secret with it. */
    static Cipher cipher() {
        try {
            return Cipher.getInstance(CIPHER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private static void start(Cipher cipher, int mode, SecretKey key, String place, byte[] nonce)
            throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    }
}
