package io.keywell.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Vendor;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VendorsTest {

    private static Vendor vendor(String type) {
        return Vendors.directory().stream()
                .filter(v -> v.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyTypeOfTheContractIsSupportedOrPlanned() {
        List<String> known =
                new ArrayList<>(Vendors.directory().stream().map(Vendor::type).toList());
        known.addAll(Vendors.planned());

        assertThat(known)
                .containsExactlyInAnyOrder(
                        ("openai azure-openai anthropic gemini vertex bedrock mistral cohere groq deepseek xai together "
                                        + "fireworks openrouter perplexity huggingface ollama vllm llama-cpp openai-compatible")
                                .split(" "));
    }

    @Test
    void everyHostedVendorHasAnAddressAndAKeyVariableAndTheOthersNeither() {
        for (Vendor vendor : Vendors.directory()) {
            if (vendor.keyless()) {
                assertThat(vendor.baseUrl()).as(vendor.type()).isNull();
                assertThat(vendor.keyVariables()).as(vendor.type()).isEmpty();
            } else if (vendor.setup().address() == null) {
                assertThat(BaseUrl.parse(vendor.baseUrl()).tls())
                        .as(vendor.type())
                        .isTrue();
                assertThat(vendor.keyVariables()).as(vendor.type()).isNotEmpty();
            }
        }
        assertThat(Vendors.directory())
                .filteredOn(Vendor::keyless)
                .extracting(Vendor::type)
                .containsExactlyInAnyOrder("ollama", "vllm", "llama-cpp", "openai-compatible");
    }

    @Test
    void keyVariablesAreTheVendorsOwn() {
        assertThat(vendor("openai").keyVariables()).containsExactly("OPENAI_API_KEY", "OPENAI_API_KEYS");
        assertThat(vendor("huggingface").keyVariables()).containsExactly("HF_TOKEN");
        assertThat(vendor("anthropic").keyVariables()).containsExactly("ANTHROPIC_API_KEY", "ANTHROPIC_API_KEYS");
        assertThat(vendor("azure-openai").keyVariables()).containsExactly("AZURE_OPENAI_API_KEY");
    }

    /** Which of two vendors a name belongs to must not depend on an order. */
    @Test
    void noPrefixBeginsWithAnother() {
        Map<String, String> owner = new HashMap<>();
        Vendors.directory().forEach(v -> v.modelPrefixes().forEach(p -> owner.put(p, v.type())));

        owner.forEach((prefix, type) -> assertThat(owner.keySet())
                .filteredOn(other -> !other.equals(prefix) && other.startsWith(prefix))
                .as(prefix)
                .isEmpty());
    }

    @Test
    void aVendorOffersWhatItHas() {
        ProviderAdapter openai = Vendors.adapter("openai");
        assertThat(path(openai, Operation.CHAT)).isEqualTo("/chat/completions");
        assertThat(path(openai, Operation.COMPLETIONS)).isEqualTo("/completions");
        assertThat(path(openai, Operation.EMBEDDINGS)).isEqualTo("/embeddings");
        assertThat(path(openai, Operation.PASSTHROUGH)).isEmpty();

        ProviderAdapter groq = Vendors.adapter("groq");
        assertThat(path(groq, Operation.CHAT)).isEqualTo("/chat/completions");
        assertThat(path(groq, Operation.EMBEDDINGS)).isNull();
        assertThat(path(groq, Operation.PASSTHROUGH)).isEmpty();
        assertThat(path(Vendors.adapter("mistral"), Operation.COMPLETIONS)).isNull();
    }

    @Test
    void theKeyTravelsAsABearer() {
        Map<String, String> headers = new HashMap<>();

        Vendors.adapter("mistral")
                .authorize(
                        new Secret("k1"),
                        new Outgoing("POST", "api.mistral.ai", "/v1/chat/completions", Bytes.EMPTY, 0),
                        headers::put);

        assertThat(headers).containsExactly(Map.entry("authorization", "Bearer k1"));
    }

    @Test
    void cohereReranksBesideItsCompatiblePaths() {
        ProviderAdapter cohere = Vendors.adapter("cohere");

        assertThat(path(cohere, Operation.CHAT)).isEqualTo("/compatibility/v1/chat/completions");
        assertThat(path(cohere, Operation.EMBEDDINGS)).isEqualTo("/compatibility/v1/embeddings");
        assertThat(path(cohere, Operation.RERANK)).isEqualTo("/v2/rerank");
        assertThat(path(cohere, Operation.PASSTHROUGH)).isEmpty();
    }

    @Test
    void aBatchOfTextsIsAskedWhereEmbeddingsAre() {
        assertThat(Vendors.adapter("openai").endpoint(Operation.BATCH_EMBEDDINGS, Dialect.GEMINI, "m", false))
                .isEqualTo(new Endpoint("/embeddings", Dialect.OPENAI));
        assertThat(path(Vendors.adapter("groq"), Operation.BATCH_EMBEDDINGS)).isNull();
    }

    @Test
    void anthropicTakesChatsOfAnyDialectAndCountsTokensForItsOwn() {
        ProviderAdapter anthropic = Vendors.adapter("anthropic");

        for (Dialect caller : Dialect.values()) {
            assertThat(anthropic.endpoint(Operation.CHAT, caller, "claude-x", true))
                    .isEqualTo(new Endpoint("/v1/messages", Dialect.ANTHROPIC));
        }
        assertThat(anthropic.endpoint(Operation.COUNT_TOKENS, Dialect.ANTHROPIC, "claude-x", false))
                .isEqualTo(new Endpoint("/v1/messages/count_tokens", Dialect.ANTHROPIC));
        assertThat(anthropic.endpoint(Operation.COUNT_TOKENS, Dialect.GEMINI, "claude-x", false))
                .isNull();
        assertThat(path(anthropic, Operation.EMBEDDINGS)).isNull();
        assertThat(path(anthropic, Operation.PASSTHROUGH)).isEmpty();
    }

    @Test
    void anthropicWantsItsKeyAndItsVersionInHeadersOfTheirOwn() {
        Map<String, String> headers = new HashMap<>();

        Vendors.adapter("anthropic")
                .authorize(
                        new Secret("k1"),
                        new Outgoing("POST", "api.anthropic.com", "/v1/messages", Bytes.EMPTY, 0),
                        headers::put);

        assertThat(headers).containsOnly(Map.entry("x-api-key", "k1"), Map.entry("anthropic-version", "2023-06-01"));
    }

    @Test
    void anUnknownTypeIsRefused() {
        assertThatThrownBy(() -> Vendors.adapter("watsonx"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("watsonx");
    }

    private static String path(ProviderAdapter adapter, Operation operation) {
        Endpoint endpoint = adapter.endpoint(operation, Dialect.OPENAI, "m", false);
        return endpoint == null ? null : endpoint.path();
    }
}
