package io.keywell.provider;

import io.keywell.core.Bytes;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Signs requests with a pair of AWS keys, signature version 4. A pair is written
 * {@code access-key-id:secret-access-key}, for temporary ones {@code :session-token} follows.
 */
final class AwsSignature {

    private static final String SERVICE = "bedrock";

    /** Long-lived and temporary access keys begin so. */
    private static final List<String> BEGINNINGS = List.of("AKIA", "ASIA");

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** Whether a key is such a pair; anything else is a bearer token. */
    static boolean isPair(String key) {
        return key.indexOf(':') > 0 && BEGINNINGS.stream().anyMatch(key::startsWith);
    }

    /** Adds the headers that sign the request. */
    void sign(String pair, Outgoing request, String region, BiConsumer<String, String> header) {
        Bytes body = request.body();
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .uri(URI.create("https://" + request.authority() + request.pathAndQuery()))
                .build();
        Clock at = Clock.fixed(Instant.ofEpochMilli(request.nowMillis()), ZoneOffset.UTC);
        SignedRequest signed = signer.sign(ask -> ask.identity(identity(pair))
                .request(unsigned)
                .payload(() -> new ByteArrayInputStream(body.array(), body.offset(), body.length()))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, at));
        for (Map.Entry<String, List<String>> entry : signed.request().headers().entrySet()) {
            if (!entry.getKey().equalsIgnoreCase("host")) {
                header.accept(
                        entry.getKey().toLowerCase(Locale.ROOT),
                        entry.getValue().get(0));
            }
        }
    }

    private static AwsCredentialsIdentity identity(String pair) {
        String[] parts = pair.split(":", 3);
        @Nullable String session = parts.length == 3 ? parts[2] : null;
        return session == null
                ? AwsCredentialsIdentity.create(parts[0], parts[1])
                : AwsSessionCredentialsIdentity.create(parts[0], parts[1], session);
    }
}
