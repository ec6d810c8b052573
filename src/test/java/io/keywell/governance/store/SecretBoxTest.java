package io.keywell.governance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

    private static final String HERE = KeyRow.place("openai", "one");
    private static final Secret SECRET = new Secret("sk-planted-secret");

    private final SecretBox box = new SecretBox(Map.of(1, key(1)), new SecureRandom());

    @Test
    void whatIsSealedOpensForItsRowAlone() {
        byte[] sealed = box.seal(HERE, SECRET);

        assertThat(box.open(HERE, sealed)).isEqualTo(SECRET);
        assertThatThrownBy(() -> box.open(KeyRow.place("openai", "two"), sealed))
                .isInstanceOf(BrokenSealException.class)
                .hasMessageContaining("api_key/openai/two")
                .hasMessageNotContaining("planted");
    }

    @Test
    void nothingOfTheSecretIsInTheBytesAndTheSameSecretIsNeverSealedAlike() {
        byte[] sealed = box.seal(HERE, SECRET);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("planted");
        assertThat(box.seal(HERE, SECRET)).isNotEqualTo(sealed);
    }

    @Test
    void everyChangedBitIsFound() {
        byte[] sealed = box.seal(HERE, SECRET);

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> box.open(HERE, changed)).isInstanceOf(BrokenSealException.class);
        }
    }

    @Test
    void whatIsCutShortIsFound() {
        byte[] sealed = box.seal(HERE, SECRET);

        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> box.open(HERE, cut)).isInstanceOf(BrokenSealException.class);
        }
    }

    @Test
    void anotherDataKeyWithTheSameIdDoesNotOpen() {
        byte[] sealed = box.seal(HERE, SECRET);

        assertThatThrownBy(() -> new SecretBox(Map.of(1, key(2)), new SecureRandom()).open(HERE, sealed))
                .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void theNewestDataKeySealsAndOldOnesStillOpen() {
        byte[] old = box.seal(HERE, SECRET);
        SecretBox both = new SecretBox(Map.of(1, key(1), 2, key(2)), new SecureRandom());

        assertThat(both.open(HERE, old)).isEqualTo(SECRET);
        assertThatThrownBy(() -> box.open(HERE, both.seal(HERE, SECRET))).hasMessageContaining("data key 2");
    }

    @Test
    void aKeyEncryptionKeyIsReadFromBase64AndHexadecimalAndNeverShown() {
        String hex = "ab".repeat(32);
        byte[] bytes = HexFormat.of().parseHex(hex);
        String base64 = Base64.getEncoder().encodeToString(bytes);

        KeyEncryptionKeys keys = new KeyEncryptionKeys(List.of(hex));

        assertThat(keys.current()).isEqualTo(new KeyEncryptionKeys(List.of(base64)).current());
        assertThat(keys.toString()).doesNotContain("abab");
        assertThatThrownBy(() -> new KeyEncryptionKeys(List.of("short-planted")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("planted");
    }

    private static SecretKey key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new SecretKeySpec(bytes, "AES");
    }
}
