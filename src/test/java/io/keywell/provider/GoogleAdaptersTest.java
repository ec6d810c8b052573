package io.keywell.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.catalog.Vendor;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.net.URLDecoder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoogleAdaptersTest {

    private final ProviderAdapter gemini = Vendors.adapter("gemini");
    private final ProviderAdapter vertex =
            Vendors.adapter("vertex").with(Map.of("project", "p-1", "location", "europe-west4"));

    private static String path(
            ProviderAdapter adapter, Operation operation, Dialect caller, String model, boolean stream) {
        Endpoint endpoint = adapter.endpoint(operation, caller, model, stream);
        return endpoint == null ? null : endpoint.dialect() + " " + endpoint.path();
    }

    private static Map<String, String> headers(ProviderAdapter adapter, String path) {
        Map<String, String> headers = new HashMap<>();
        adapter.authorize(new Secret("k1"), new Outgoing("POST", "host", path, Bytes.EMPTY, 0), headers::put);
        return headers;
    }

    @Test
    void chatsOfAnyDialectGoToTheOwnApi() {
        for (Dialect caller : Dialect.values()) {
            assertThat(path(gemini, Operation.CHAT, caller, "gemini-2.5-pro", false))
                    .isEqualTo("GEMINI /models/gemini-2.5-pro:generateContent");
            assertThat(path(gemini, Operation.CHAT, caller, "tunedModels/mine", true))
                    .isEqualTo("GEMINI /tunedModels/mine:streamGenerateContent?alt=sse");
        }
    }

    @Test
    void embeddingsGoWhereTheCallersDialectIsSpoken() {
        assertThat(path(gemini, Operation.EMBEDDINGS, Dialect.OPENAI, "gemini-embedding-001", false))
                .isEqualTo("OPENAI /openai/embeddings");
        assertThat(path(gemini, Operation.EMBEDDINGS, Dialect.GEMINI, "gemini-embedding-001", false))
                .isEqualTo("GEMINI /models/gemini-embedding-001:embedContent");
        assertThat(path(gemini, Operation.BATCH_EMBEDDINGS, Dialect.GEMINI, "gemini-embedding-001", false))
                .isEqualTo("GEMINI /models/gemini-embedding-001:batchEmbedContents");
        assertThat(path(gemini, Operation.EMBEDDINGS, Dialect.ANTHROPIC, "m", false))
                .isNull();
        assertThat(path(gemini, Operation.COUNT_TOKENS, Dialect.GEMINI, "m", false))
                .isEqualTo("GEMINI /models/m:countTokens");
        assertThat(path(gemini, Operation.COUNT_TOKENS, Dialect.ANTHROPIC, "m", false))
                .isNull();
        assertThat(path(gemini, Operation.COMPLETIONS, Dialect.OPENAI, "m", false))
                .isNull();
    }

    @Test
    void aModelThatACallerNamesStaysOneSegment() {
        assertThat(path(gemini, Operation.CHAT, Dialect.OPENAI, "../files?x=1#y", false))
                .isEqualTo("GEMINI /models/..%2Ffiles%3Fx%3D1%23y:generateContent");
        assertThat(path(vertex, Operation.CHAT, Dialect.OPENAI, "a/../../b", false))
                .endsWith("/models/a%2F..%2F..%2Fb:generateContent");
    }

    @Test
    void exactlyOneHeaderCarriesTheKey() {
        assertThat(headers(gemini, "/v1beta/models/m:generateContent")).isEqualTo(Map.of("x-goog-api-key", "k1"));
        assertThat(headers(gemini, "/v1beta/openai/embeddings")).isEqualTo(Map.of("authorization", "Bearer k1"));
        assertThat(headers(vertex, "/v1/x")).isEqualTo(Map.of("authorization", "Bearer k1"));
    }

    @Test
    void vertexIsBelowAProjectAndALocation() {
        assertThat(path(vertex, Operation.CHAT, Dialect.GEMINI, "gemini-2.5-pro", true))
                .isEqualTo("GEMINI /projects/p-1/locations/europe-west4/publishers/google/models/gemini-2.5-pro"
                        + ":streamGenerateContent?alt=sse");
        assertThat(path(vertex, Operation.CHAT, Dialect.GEMINI, "endpoints/42", false))
                .isEqualTo("GEMINI /projects/p-1/locations/europe-west4/endpoints/42:generateContent");
    }

    @Test
    void vertexPredictsVectorsForCallersOfTwoDialects() {
        String place = "/projects/p-1/locations/europe-west4/";
        for (Dialect caller : List.of(Dialect.OPENAI, Dialect.GEMINI)) {
            assertThat(vertex.endpoint(Operation.EMBEDDINGS, caller, "gemini-embedding-001", false))
                    .isEqualTo(new Endpoint(
                            place + "publishers/google/models/gemini-embedding-001:predict", Dialect.GEMINI, true));
        }
        assertThat(path(vertex, Operation.BATCH_EMBEDDINGS, Dialect.GEMINI, "endpoints/42", false))
                .isEqualTo("GEMINI " + place + "endpoints/42:predict");
        assertThat(path(vertex, Operation.EMBEDDINGS, Dialect.OPENAI, "gemini-embedding-2", false))
                .isNull();
        assertThat(path(vertex, Operation.EMBEDDINGS, Dialect.ANTHROPIC, "text-embedding-005", false))
                .isNull();
    }

    @Test
    void theLocationDecidesTheAddress() {
        Vendor vendor = Vendors.directory().stream()
                .filter(row -> row.type().equals("vertex"))
                .findFirst()
                .orElseThrow();

        assertThat(vendor.address(Map.of("project", "p", "location", "us-central1")))
                .isEqualTo("https://us-central1-aiplatform.googleapis.com/v1");
        assertThat(vendor.address(Map.of("project", "p", "location", "global")))
                .isEqualTo("https://aiplatform.googleapis.com/v1");
    }

    @Test
    void aServiceAccountSignsWhoItIsAndGetsAToken() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                        .replace("\n", "\\n")
                + "\\n-----END PRIVATE KEY-----\\n";
        String document = "{\n \"type\": \"service_account\", \"private_key_id\": \"kid-1\", \"private_key\": \"" + pem
                + "\",\n \"client_email\": \"me@p.iam\", \"token_uri\": \"https://token.example/t\", \"more\": {}}";

        TokenRequest request = vertex.tokenRequest(new Secret(document), 1_700_000_000_000L);

        assertThat(request).isNotNull();
        assertThat(request.url()).isEqualTo("https://token.example/t");
        assertThat(request.contentType()).isEqualTo("application/x-www-form-urlencoded");
        String form = new String(request.body().array(), UTF_8);
        assertThat(URLDecoder.decode(form, UTF_8))
                .startsWith("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=");
        String[] jwt = form.substring(form.lastIndexOf('=') + 1).split("\\.");
        assertThat(decoded(jwt[0])).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"kid-1\"}");
        assertThat(decoded(jwt[1]))
                .isEqualTo("{\"iss\":\"me@p.iam\",\"scope\":\"https://www.googleapis.com/auth/cloud-platform\","
                        + "\"aud\":\"https://token.example/t\",\"iat\":1699999990,\"exp\":1700003590}");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(pair.getPublic());
        signature.update((jwt[0] + "." + jwt[1]).getBytes(UTF_8));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();

        TokenRequest.Token token = request.read()
                .apply(Bytes.of(
                        "{\"access_token\":\"ya29.x\",\"expires_in\":3599,\"token_type\":\"Bearer\"}".getBytes(UTF_8)));
        assertThat(token).isEqualTo(new TokenRequest.Token(new Secret("ya29.x"), 3_599_000));
        assertThat(request.read().apply(Bytes.of("{\"error\":\"x\"}".getBytes(UTF_8))))
                .isNull();
        assertThat(request.read().apply(Bytes.of("<html>".getBytes(UTF_8)))).isNull();
    }

    @Test
    void whatIsNoDocumentIsSentAsTheTokenThatItIs() {
        assertThat(vertex.tokenRequest(new Secret("ya29.x"), 0)).isNull();
        assertThat(gemini.tokenRequest(new Secret("{\"type\":\"service_account\"}"), 0))
                .isNull();
    }

    @Test
    void aBrokenDocumentIsRefusedWithoutAWordOfIt() {
        for (String document : new String[] {
            "{",
            "{\"client_email\":\"s3cret\"}",
            "{\"client_email\":\"a\",\"private_key\":\"s3cret\"}",
            "{\"client_email\":\"a\",\"private_key\":s3cret}"
        }) {
            assertThatThrownBy(() -> vertex.tokenRequest(new Secret(document), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("s3cret")
                    .hasNoCause();
        }
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }
}
