package io.keywell.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;

class LetterTest {

    private static final Notice NOTICE =
            new Notice(new Finding(Alert.EXHAUSTED, "smart", "2 < 3 & so on"), true, 1_000);

    private static Letter letter(Webhook.Format format, Secret secret) {
        Webhook hook = new Webhook("ops", URI.create("https://hooks.example.com/T0/secret"), format, secret);
        return Letter.of(NOTICE, hook, "keywell-0", 1_700_000_000_999L);
    }

    @Test
    void theGenericFormHasEveryField() {
        assertThat(new String(letter(Webhook.Format.GENERIC, null).body(), UTF_8))
                .isEqualTo("{\"alert\":\"KeywellExhausted\",\"status\":\"firing\",\"severity\":\"critical\","
                        + "\"subject\":\"smart\",\"text\":\"2 < 3 & so on\",\"since\":\"1970-01-01T00:00:01Z\","
                        + "\"replica\":\"keywell-0\",\"runbook\":\"docs/operations.md#keywellexhausted\"}");
    }

    @Test
    void slackGetsATextWithoutItsOwnMarkup() {
        assertThat(new String(letter(Webhook.Format.SLACK, null).body(), UTF_8))
                .isEqualTo("{\"text\":\"*CRITICAL* KeywellExhausted: 2 &lt; 3 &amp; so on (keywell-0)\"}");
    }

    /** As OpenSSL computes it: printf '1700000000.{}' | openssl dgst -sha256 -hmac key. */
    @Test
    void theSignatureIsTheHmacOfTimeAndBody() {
        assertThat(Letter.signature(new Secret("key"), 1_700_000_000, "{}".getBytes(UTF_8)))
                .isEqualTo("t=1700000000,v1=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae");
    }

    @Test
    void onlyAWebhookWithASecretIsSigned() {
        assertThat(letter(Webhook.Format.GENERIC, null).headers()).doesNotContainKey(Letter.SIGNATURE);
        Letter signed = letter(Webhook.Format.GENERIC, new Secret("key"));
        assertThat(signed.headers())
                .containsEntry(Letter.SIGNATURE, Letter.signature(new Secret("key"), 1_700_000_000, signed.body()));
    }

    @Test
    void aWebhookDoesNotShowItsAddress() {
        Webhook hook = new Webhook("ops", URI.create("https://x.example.com/token"), Webhook.Format.SLACK, null);

        assertThat(hook).hasToString("ops");
    }
}
