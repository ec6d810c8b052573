package io.keywell.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.keywell.core.Bytes;
import io.keywell.core.Secret;
import io.keywell.protocol.JsonStrings;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Google service account. It signs a statement of who it is (RFC 7523) and gets a token for it.
 *
 * <p>Google's own library for this brings an HTTP client, Guava, gRPC's context and 20 further jars; what is needed of it is
 * one RSA signature, which Java has.
 */
final class ServiceAccount {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Base64.Encoder URL_BASE64 = Base64.getUrlEncoder().withoutPadding();

    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** The longest that Google allows. */
    private static final long LIFE_SECONDS = 3_600;

    /** A clock that is a little fast must not make statements of the future. */
    private static final long SKEW_SECONDS = 10;

    private final String email;
    private final String tokenUri;
    private final @Nullable String keyId;
    private final PrivateKey key;

    private ServiceAccount(String email, String tokenUri, @Nullable String keyId, PrivateKey key) {
        this.email = email;
        this.tokenUri = tokenUri;
        this.keyId = keyId;
        this.key = key;
    }

    /** @throws IllegalArgumentException the document is none of a service account; the message holds nothing of it */
    static ServiceAccount parse(String document) {
        Map<String, String> fields = fields(document.getBytes(StandardCharsets.UTF_8));
        String uri = fields.getOrDefault("token_uri", "https://oauth2.googleapis.com/token");
        return new ServiceAccount(
                needed(fields, "client_email"),
                uri,
                fields.get("private_key_id"),
                privateKey(needed(fields, "private_key")));
    }

    private static String needed(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("a service account's document has a " + name);
        }
        return value;
    }

    private static PrivateKey privateKey(String pem) {
        StringBuilder base64 = new StringBuilder(pem.length());
        pem.lines().filter(line -> !line.startsWith("-----")).forEach(base64::append);
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64.toString());
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            // Without its cause, whose words may hold parts of the key.
            throw new IllegalArgumentException("a service account's private_key is a PKCS #8 RSA key");
        }
    }

    TokenRequest tokenRequest(long nowMillis) {
        String body = "grant_type=" + URLEncoder.encode(GRANT, StandardCharsets.UTF_8) + "&assertion="
                + assertion(nowMillis / 1_000 - SKEW_SECONDS);
        return new TokenRequest(
                tokenUri, FORM, Bytes.of(body.getBytes(StandardCharsets.US_ASCII)), ServiceAccount::token);
    }

    private String assertion(long issuedSeconds) {
        String head = "{\"alg\":\"RS256\",\"typ\":\"JWT\"" + (keyId == null ? "" : ",\"kid\":" + quoted(keyId)) + "}";
        String claims = "{\"iss\":" + quoted(email) + ",\"scope\":\"" + SCOPE + "\",\"aud\":" + quoted(tokenUri)
                + ",\"iat\":" + issuedSeconds + ",\"exp\":" + (issuedSeconds + LIFE_SECONDS) + "}";
        String signed =
                base64(head.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + base64(sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java platform signs with RSA", e);
        }
    }

    /** The token of a good answer, null when there is none in it. */
    private static TokenRequest.@Nullable Token token(Bytes answer) {
        Map<String, String> fields;
        try {
            byte[] bytes = Arrays.copyOfRange(answer.array(), answer.offset(), answer.end());
            fields = fields(bytes);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
        String token = fields.get("access_token");
        if (token == null || token.isBlank()) {
            return null;
        }
        long life = Durations.leadingNumber(fields.getOrDefault("expires_in", String.valueOf(LIFE_SECONDS)));
        return new TokenRequest.Token(new Secret(token), Math.max(1, life) * 1_000);
    }

    /** The scalar fields of an object. */
    private static Map<String, String> fields(byte[] json) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a JSON object is expected");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value != null && value.isScalarValue()) {
                    fields.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException malformed) {
            // Without its cause, which quotes the document.
            throw new IllegalArgumentException("a service account's document is JSON");
        }
        return fields;
    }

    private static String quoted(String text) {
        return new String(JsonStrings.quote(text), StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return URL_BASE64.encodeToString(bytes);
    }
}
