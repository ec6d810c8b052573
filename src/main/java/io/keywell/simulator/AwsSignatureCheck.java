package io.keywell.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Computes a request's signature version 4 again, by AWS' description and not by the library that the gateway signs with,
 * so that the two check each other. Queries are not supported: Converse has none.
 */
final class AwsSignatureCheck {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SERVICE = "bedrock";
    private static final Duration DRIFT = Duration.ofMinutes(5);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final HexFormat HEX = HexFormat.of();

    private final HttpServerRequest request;
    private final Buffer body;
    private final String[] pair;

    /** @param secret the pair of keys, and the session's token behind it */
    AwsSignatureCheck(HttpServerRequest request, Buffer body, String secret) {
        this.request = request;
        this.body = body;
        this.pair = secret.split(":", 3);
    }

    /** The id of the key that signed, null for none. */
    static @Nullable String keyId(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        String credential = header == null ? null : part(header, "Credential");
        return credential == null ? null : credential.split("/", 2)[0];
    }

    /** What is wrong with the signature, null when it is good. */
    @Nullable
    ErrorAnswer mistake(long nowMillis) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        String date = request.getHeader("x-amz-date");
        String signed = header == null ? null : part(header, "SignedHeaders");
        String signature = header == null ? null : part(header, "Signature");
        String credential = header == null ? null : part(header, "Credential");
        if (credential == null || date == null || signed == null || signature == null) {
            return BedrockErrors.signature("Authorization header requires credential, signature and date.");
        }
        List<String> names = Arrays.asList(signed.split(";"));
        String[] scope = credential.split("/");
        if (scope.length != 5 || !scope[3].equals(SERVICE) || !scope[4].equals("aws4_request")) {
            return BedrockErrors.signature("Credential should be scoped to correct service: 'bedrock'.");
        }
        if (!date.startsWith(scope[1]) || !isNow(date, nowMillis)) {
            return BedrockErrors.signature("Signature expired.");
        }
        boolean session = pair.length < 3 || pair[2].equals(request.getHeader("x-amz-security-token"));
        boolean good = pair.length > 1 && session && names.contains("host") && names.contains("x-amz-date");
        return good && signature.equals(signature(date, scope, names))
                ? null
                : BedrockErrors.signature("The request signature we calculated does not match the signature you"
                        + " provided. Check your AWS Secret Access Key and signing method.");
    }

    private static boolean isNow(String date, long nowMillis) {
        try {
            long then =
                    LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC).toEpochMilli();
            return Math.abs(nowMillis - then) <= DRIFT.toMillis();
        } catch (DateTimeParseException notADate) {
            return false;
        }
    }

    private String signature(String date, String[] scope, List<String> names) {
        String place = String.join("/", scope[1], scope[2], scope[3], scope[4]);
        String text = String.join("\n", ALGORITHM, date, place, HEX.formatHex(sha256(bytes(canonical(names)))));
        byte[] key = bytes("AWS4" + pair[1]);
        for (String part : new String[] {scope[1], scope[2], scope[3], scope[4]}) {
            key = hmac(key, part);
        }
        return HEX.formatHex(hmac(key, text));
    }

    private String canonical(List<String> names) {
        List<String> lines = new ArrayList<>();
        lines.add(request.method().name());
        lines.add(encoded(request.path() == null ? "/" : request.path()));
        lines.add("");
        for (String name : names) {
            String value = request.getHeader(name);
            lines.add(name + ":" + (value == null ? "" : value.strip().replaceAll(" +", " ")));
        }
        lines.add("");
        lines.add(String.join(";", names));
        lines.add(HEX.formatHex(sha256(body.getBytes())));
        return String.join("\n", lines);
    }

    /** Encoded once more: only S3 signs paths as they are sent. */
    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        for (byte b : bytes(path)) {
            boolean plain = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
            if (plain || "-._~/".indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static @Nullable String part(String header, String name) {
        int from = header.startsWith(ALGORITHM) ? header.indexOf(name + "=") : -1;
        if (from < 0) {
            return null;
        }
        int comma = header.indexOf(',', from);
        return header.substring(from + name.length() + 1, comma < 0 ? header.length() : comma)
                .strip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }
}
