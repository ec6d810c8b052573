package io.keywell.provider;

import static io.keywell.core.Operation.EMBEDDINGS;
import static io.keywell.core.Operation.IMAGES;
import static io.keywell.core.Operation.IMAGE_EDITS;
import static io.keywell.core.Operation.IMAGE_VARIATIONS;
import static io.keywell.core.Operation.MODERATIONS;
import static io.keywell.core.Operation.RERANK;
import static io.keywell.core.Operation.SPEECH;
import static io.keywell.core.Operation.TRANSCRIPTIONS;
import static io.keywell.core.Operation.TRANSLATIONS;
import static io.keywell.provider.VendorRow.hosted;
import static io.keywell.provider.VendorRow.perCustomer;
import static io.keywell.provider.VendorRow.selfHosted;

import io.keywell.catalog.Provider;
import io.keywell.catalog.Vendor;
import io.keywell.provider.ParameterRepair.Drop;
import io.keywell.provider.ParameterRepair.Needless;
import io.keywell.provider.ParameterRepair.Rename;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table of vendors. A new one is a row here, lines in {@link VendorRules} where its failures differ and in
 * {@link VendorHeaders} where it reports its limits under names of its own.
 */
public final class Vendors {

    static final List<VendorRow> TABLE = List.of(
            hosted("openai", "https://api.openai.com/v1", "OPENAI_API_KEY", "OPENAI_API_KEYS")
                    .models("gpt- chatgpt- o1 o3 o4- text-embedding- davinci- babbage-"
                            + " omni-moderation- text-moderation- dall-e- tts-1 whisper-1")
                    .also(MODERATIONS, IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, SPEECH, TRANSCRIPTIONS, TRANSLATIONS)
                    .spokenBy(OpenAiCompatibleAdapter::withResponses)
                    .own(VendorRules.OPENAI)
                    .reports(VendorHeaders.OPENAI),
            hosted("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY", "ANTHROPIC_API_KEYS")
                    .models("claude-")
                    .own(VendorRules.ANTHROPIC)
                    .reports(VendorHeaders.ANTHROPIC)
                    .spokenBy(AnthropicAdapter::new),
            hosted("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY", "MISTRAL_API_KEYS")
                    .models("mistral- ministral- magistral- codestral devstral- pixtral- voxtral- open-mi")
                    .offers(EMBEDDINGS, MODERATIONS, TRANSCRIPTIONS)
                    // It tells a stream's usage unasked.
                    .wants(
                            new Needless("stream_options"),
                            new Rename("max_completion_tokens", "max_tokens"),
                            new Rename("seed", "random_seed"),
                            new Rename("dimensions", "output_dimension"),
                            new Drop("user"))
                    .own(VendorRules.MISTRAL)
                    .reports(VendorHeaders.MISTRAL),
            hosted("cohere", "https://api.cohere.ai", "COHERE_API_KEY", "COHERE_API_KEYS")
                    .models("command- embed- rerank-")
                    .offers(EMBEDDINGS)
                    .below("/compatibility/v1")
                    .at(RERANK, "/v2/rerank")
                    // The gateway shows the documents itself.
                    .wants(
                            new Needless("return_documents"),
                            new ParameterRepair.Texts("documents"),
                            new ParameterRepair.FixedDimensions())
                    .own(VendorRules.COHERE)
                    .reports(VendorHeaders.COHERE),
            hosted("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", "GROQ_API_KEYS")
                    .offers(SPEECH, TRANSCRIPTIONS, TRANSLATIONS)
                    .own(VendorRules.GROQ)
                    .reports(VendorHeaders.GROQ),
            hosted("deepseek", "https://api.deepseek.com", "DEEPSEEK_API_KEY", "DEEPSEEK_API_KEYS")
                    .models("deepseek-")
                    .offers()
                    .own(VendorRules.DEEPSEEK),
            hosted("xai", "https://api.x.ai/v1", "XAI_API_KEY", "XAI_API_KEYS")
                    .models("grok-")
                    .offers()
                    .own(VendorRules.XAI)
                    .reports(VendorHeaders.OPENAI),
            hosted("together", "https://api.together.ai/v1", "TOGETHER_API_KEY", "TOGETHER_API_KEYS")
                    .also(IMAGES, SPEECH, TRANSCRIPTIONS, TRANSLATIONS, RERANK)
                    .own(VendorRules.TOGETHER)
                    .reports(VendorHeaders.TOGETHER),
            hosted("fireworks", "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY", "FIREWORKS_API_KEYS")
                    .models("accounts/fireworks/")
                    .own(VendorRules.FIREWORKS)
                    .reports(VendorHeaders.FIREWORKS),
            hosted("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", "OPENROUTER_API_KEYS")
                    .own(VendorRules.OPENROUTER),
            hosted("perplexity", "https://api.perplexity.ai", "PERPLEXITY_API_KEY", "PERPLEXITY_API_KEYS")
                    .models("sonar")
                    .offers()
                    .own(VendorRules.PERPLEXITY),
            hosted("huggingface", "https://router.huggingface.co/v1", "HF_TOKEN")
                    .offers()
                    .own(VendorRules.HUGGINGFACE),
            hosted("gemini", "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY", "GEMINI_API_KEYS")
                    .models("gemini-")
                    .own(VendorRules.GEMINI)
                    .spokenBy(GeminiAdapter::new),
            perCustomer("vertex")
                    .told(VertexAdapter.SETUP)
                    .own(VendorRules.VERTEX)
                    .spokenBy(VertexAdapter::new),
            perCustomer("azure-openai", "AZURE_OPENAI_API_KEY")
                    .told(AzureAdapter.SETUP)
                    .own(VendorRules.AZURE)
                    .reports(VendorHeaders.AZURE)
                    .spokenBy(AzureAdapter::new),
            perCustomer("bedrock", "AWS_BEARER_TOKEN_BEDROCK")
                    .told(BedrockAdapter.SETUP)
                    .own(VendorRules.BEDROCK)
                    .spokenBy(BedrockAdapter::new),
            selfHosted("ollama").own(VendorRules.OLLAMA),
            selfHosted("vllm").also(TRANSCRIPTIONS, TRANSLATIONS, RERANK),
            selfHosted("llama-cpp").own(VendorRules.LLAMA_CPP),
            selfHosted("openai-compatible")
                    .also(
                            MODERATIONS,
                            IMAGES,
                            IMAGE_EDITS,
                            IMAGE_VARIATIONS,
                            SPEECH,
                            TRANSCRIPTIONS,
                            TRANSLATIONS,
                            RERANK)
                    .reports(VendorHeaders.OPENAI));

    private static final Map<String, ProviderAdapter> ADAPTERS = TABLE.stream()
            .collect(Collectors.toUnmodifiableMap(row -> row.vendor().type(), VendorRow::adapter));

    /** Types that have a name in the configuration already, with their key variables, but no adapter in this version. */
    private static final Map<String, List<String>> PLANNED = Map.of();

    private Vendors() {}

    /** All vendors that this version can call. */
    public static List<Vendor> directory() {
        return TABLE.stream().map(VendorRow::vendor).toList();
    }

    /** The adapter of one of the {@link #directory()}'s types; the same one each time. */
    public static ProviderAdapter adapter(String type) {
        ProviderAdapter adapter = ADAPTERS.get(type);
        if (adapter == null) {
            throw new IllegalArgumentException("no vendor has the type " + type);
        }
        return adapter;
    }

    /** The adapter for a provider of the catalog. */
    public static ProviderAdapter adapter(Provider provider) {
        return adapter(provider.type()).with(provider.options());
    }

    /** Types that a later version will know, so that configuration can tell them from a mistake. */
    public static Set<String> planned() {
        return PLANNED.keySet();
    }

    /** Key variables that are not read yet, by the planned type that will read them. */
    public static Map<String, List<String>> plannedKeyVariables() {
        return PLANNED;
    }
}
