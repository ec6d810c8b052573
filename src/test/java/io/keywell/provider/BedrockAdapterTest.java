package io.keywell.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockAdapterTest {

    private static final String HOST = "bedrock-runtime.eu-west-1.amazonaws.com";
    private static final long NOW = 1_790_000_000_000L;

    private final ProviderAdapter bedrock = Vendors.adapter("bedrock");

    @Test
    void theModelStandsInThePathWhateverItsCharacters() {
        assertThat(bedrock.endpoint(Operation.CHAT, Dialect.OPENAI, "eu.amazon.nova-pro-v1:0", false))
                .isEqualTo(new Endpoint("/model/eu.amazon.nova-pro-v1%3A0/converse", Dialect.BEDROCK));
        assertThat(bedrock.endpoint(Operation.CHAT, Dialect.OPENAI, "arn:aws:x/y", true))
                .isEqualTo(new Endpoint("/model/arn%3Aaws%3Ax%2Fy/converse-stream", Dialect.BEDROCK));
    }

    @Test
    void anApiKeyIsABearerToken() {
        assertThat(headers("ABSK-token")).containsExactly(Map.entry("authorization", "Bearer ABSK-token"));
    }

    @Test
    void aPairOfAwsKeysSignsForTheHostsRegion() {
        Map<String, String> headers = headers("AKIAEXAMPLE:secret");

        assertThat(headers.get("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260921/eu-west-1/bedrock/aws4_request")
                .doesNotContain("secret");
        assertThat(headers).containsKey("x-amz-date").doesNotContainKeys("host", "x-amz-security-token");
    }

    @Test
    void behindAHostThatTellsNoRegionTheOptionCounts() {
        Map<String, String> headers = new HashMap<>();
        bedrock.with(Map.of("region", "ap-south-1"))
                .authorize(
                        new Secret("AKIAEXAMPLE:secret"),
                        new Outgoing("POST", "proxy.internal", "/model/x/converse", bytes("{}"), NOW),
                        headers::put);

        assertThat(headers.get("authorization")).contains("/ap-south-1/bedrock/aws4_request");
    }

    @Test
    void theTypeInTheHeaderIsTheFailuresCode() {
        HeaderView headers = name -> name.equals("x-amzn-errortype") ? "ThrottlingException:http://x/" : null;

        assertThat(bedrock.classify(429, headers, bytes("{\"message\":\"slow\"}"), NOW)
                        .code())
                .isEqualTo("throttlingexception");
    }

    @Test
    void aTemporaryPairSendsItsSessionToken() {
        assertThat(headers("ASIAEXAMPLE:secret:session:with:colons"))
                .containsEntry("x-amz-security-token", "session:with:colons");
    }

    @Test
    void theSignatureDependsOnTheBody() {
        assertThat(headers("AKIAEXAMPLE:secret", "{}").get("authorization"))
                .isNotEqualTo(headers("AKIAEXAMPLE:secret", "{ }").get("authorization"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429|ThrottlingException|Too many requests|RATE_SHORT",
                "429|ThrottlingException|Too many tokens per day, please wait|RATE_LONG",
                "429|ModelNotReadyException|Model is not ready|OVERLOAD",
                "400|ServiceQuotaExceededException|quota|RATE_LONG",
                "400|ValidationException|Input is too long for requested model.|CONTEXT",
                "400|ValidationException|Invocation with on-demand throughput isn't supported|MODEL_MISSING",
                "400|ValidationException|malformed|BAD_REQUEST",
                "403|AccessDeniedException|You don't have access to the model|FORBIDDEN",
                "403|UnrecognizedClientException:http://internal.amazon.com/|invalid|CREDENTIAL",
                "404|ResourceNotFoundException|no|MODEL_MISSING",
                "408|ModelTimeoutException|slow|TIMEOUT",
                "424|ModelErrorException|oh|FAULT",
                "500|InternalServerException|oh|FAULT",
                "503|ServiceUnavailableException|busy|OVERLOAD"
            })
    void failuresAreToldByTheirType(int status, String type, String message, FailureClass expected) {
        Bytes body = bytes("{\"message\":\"" + message + "\"}");
        HeaderView headers = name -> name.equals("x-amzn-errortype") ? type : null;

        assertThat(bedrock.classify(status, headers, body, NOW))
                .extracting(Failure::type)
                .isEqualTo(expected);
    }

    @Test
    void theTypeMayStandInTheBodyWithANamespace() {
        Bytes body = bytes("{\"__type\":\"com.amazon.coral.service#ExpiredTokenException\",\"Message\":\"x\"}");

        assertThat(bedrock.classify(403, name -> null, body, NOW).type()).isEqualTo(FailureClass.CREDENTIAL);
    }

    @Test
    void anExceptionInAStreamIsClassified() {
        Bytes error = bytes("{\"__type\":\"throttlingException\",\"message\":\"Too many tokens\"}");

        assertThat(bedrock.classifyInside(error, NOW).type()).isEqualTo(FailureClass.RATE_SHORT);
    }

    private Map<String, String> headers(String key) {
        return headers(key, "{}");
    }

    private Map<String, String> headers(String key, String body) {
        Map<String, String> headers = new HashMap<>();
        bedrock.authorize(
                new Secret(key),
                new Outgoing("POST", HOST, "/model/amazon.nova-pro-v1%3A0/converse", bytes(body), NOW),
                headers::put);
        return headers;
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
