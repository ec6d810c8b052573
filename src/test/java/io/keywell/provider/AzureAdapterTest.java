package io.keywell.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Vendor;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.FailureClass;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureAdapterTest {

    private static final Map<String, String> V1 = Map.of("endpoint", "https://acme.openai.azure.com/");
    private static final Map<String, String> CLASSIC =
            Map.of("endpoint", "https://acme.openai.azure.com", "api-version", "2024-10-21");

    private final ProviderAdapter azure = Vendors.adapter("azure-openai");

    @Test
    void withoutAVersionTheV1PathsAreUsed() {
        assertThat(vendor().address(V1)).isEqualTo("https://acme.openai.azure.com/openai/v1");
        assertThat(azure.with(V1).endpoint(Operation.CHAT, Dialect.OPENAI, "my-gpt", true))
                .isEqualTo(new Endpoint("/chat/completions", Dialect.OPENAI));
    }

    @Test
    void withAVersionTheDeploymentStandsInThePath() {
        assertThat(vendor().address(CLASSIC)).isEqualTo("https://acme.openai.azure.com/openai");
        assertThat(azure.with(CLASSIC).endpoint(Operation.EMBEDDINGS, Dialect.OPENAI, "my-gpt", false))
                .isEqualTo(new Endpoint("/deployments/my-gpt/embeddings?api-version=2024-10-21", Dialect.OPENAI));
    }

    @Test
    void withoutAnEndpointNothingIsAddressed() {
        assertThat(vendor().address(Map.of())).isNull();
    }

    @Test
    void theKeyHasAHeaderOfItsOwn() {
        Map<String, String> headers = new HashMap<>();
        azure.authorize(
                new Secret("k1"),
                new Outgoing("POST", "acme.openai.azure.com", "/openai/v1/chat/completions", Bytes.EMPTY, 0),
                headers::put);

        assertThat(headers).containsExactly(Map.entry("api-key", "k1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429|429|exceeded token rate limit of your current tier. Please retry after 6 seconds.|RATE_SHORT",
                "429|429|Rate limit is exceeded. Try again in 86400 seconds.|RATE_LONG",
                "429|429|The system is experiencing high demand|OVERLOAD",
                "401|401|Access denied due to invalid subscription key or wrong API endpoint.|CREDENTIAL",
                "403|403|Virtual Network/Firewall rules deny access|FORBIDDEN",
                "404|DeploymentNotFound|The API deployment for this resource does not exist|MODEL_MISSING",
                "400|content_filter|The response was filtered|FILTER",
                "400|context_length_exceeded|maximum context length is 8192|CONTEXT",
                "500|500|oh|FAULT",
                "503|503|busy|OVERLOAD"
            })
    void failuresAreToldByTheirCodeAndText(int status, String code, String message, FailureClass expected) {
        String body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";

        assertThat(azure.classify(status, name -> null, Bytes.of(body.getBytes(StandardCharsets.UTF_8)), 1_000)
                        .type())
                .isEqualTo(expected);
    }

    @Test
    void aLimitThatIsLoweredForATimeIsSeen() {
        Map<String, String> headers = Map.of("x-ratelimit-limit-tokens", "500", "x-ratelimit-remaining-tokens", "100");
        Map<Object, Long> seen = new HashMap<>();
        azure.observe(headers::get, 1_000, word -> seen.put(word.dimension(), word.limit()));

        assertThat(seen).containsValue(500L);
    }

    private static Vendor vendor() {
        return Vendors.directory().stream()
                .filter(each -> each.type().equals("azure-openai"))
                .findFirst()
                .orElseThrow();
    }
}
