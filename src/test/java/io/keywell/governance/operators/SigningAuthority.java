package io.keywell.governance.operators;

import com.sun.net.httpserver.HttpServer;
import io.keywell.core.Clock;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;

/** Publishes a key and signs tokens with it, or with another one. */
public class SigningAuthority implements QuarkusTestResourceLifecycleManager {

    static final String ISSUER = "https://issuer.example";

    private final KeyPair published = pair();
    private final KeyPair other = pair();
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] jwks = jwks().getBytes(StandardCharsets.UTF_8);
        server.createContext("/jwks", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
            exchange.close();
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                "quarkus.oidc.tenant-enabled", "true",
                "quarkus.oidc.auth-server-url", base,
                "quarkus.oidc.discovery-enabled", "false",
                "quarkus.oidc.jwks-path", "/jwks",
                "quarkus.oidc.client-id", "keywell",
                "quarkus.oidc.token.issuer", ISSUER,
                "quarkus.oidc.roles.role-claim-path", "groups");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, field -> field.getType().equals(SigningAuthority.class));
    }

    String token(String groups, long expiresInSeconds) {
        return token(published, groups, ISSUER, expiresInSeconds);
    }

    String forged(String groups) {
        return token(other, groups, ISSUER, 300);
    }

    String ofAnotherIssuer(String groups) {
        return token(published, groups, "https://elsewhere.example", 300);
    }

    private static String token(KeyPair pair, String groups, String issuer, long expiresInSeconds) {
        long now = Clock.system().epochMillis() / 1_000;
        String head = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"one\"}");
        String claims =
                encode("{\"iss\":\"%s\",\"sub\":\"alice\",\"upn\":\"alice\",\"iat\":%d,\"exp\":%d,\"groups\":[%s]}"
                        .formatted(issuer, now - 600, now + expiresInSeconds, groups));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update((head + "." + claims).getBytes(StandardCharsets.US_ASCII));
            return head + "." + claims + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String jwks() {
        RSAPublicKey key = (RSAPublicKey) published.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"one\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(unsigned(key.getModulus()), unsigned(key.getPublicExponent()));
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int skip = bytes[0] == 0 ? 1 : 0;
        byte[] rest = new byte[bytes.length - skip];
        System.arraycopy(bytes, skip, rest, 0, rest.length);
        return encode(rest);
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
