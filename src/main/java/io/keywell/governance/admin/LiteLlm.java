package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's {@code config.yaml}: each entry of {@code model_list} is a target of its model name, with the key and the
 * limits that it carries.
 */
final class LiteLlm {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("openai", "openai"),
            Map.entry("azure", "azure-openai"),
            Map.entry("anthropic", "anthropic"),
            Map.entry("gemini", "gemini"),
            Map.entry("vertex_ai", "vertex"),
            Map.entry("bedrock", "bedrock"),
            Map.entry("mistral", "mistral"),
            Map.entry("cohere", "cohere"),
            Map.entry("cohere_chat", "cohere"),
            Map.entry("groq", "groq"),
            Map.entry("deepseek", "deepseek"),
            Map.entry("xai", "xai"),
            Map.entry("together_ai", "together"),
            Map.entry("fireworks_ai", "fireworks"),
            Map.entry("openrouter", "openrouter"),
            Map.entry("perplexity", "perplexity"),
            Map.entry("huggingface", "huggingface"),
            Map.entry("ollama", "ollama"),
            Map.entry("ollama_chat", "ollama"),
            Map.entry("hosted_vllm", "vllm"));

    private static final List<String> CARRIED =
            List.of("model", "api_key", "api_base", "rpm", "tpm", "weight", "order", "custom_llm_provider");

    private final Draft draft = new Draft();

    private LiteLlm() {}

    static Draft read(JsonNode config) {
        LiteLlm reader = new LiteLlm();
        config.fieldNames().forEachRemaining(section -> {
            if (!section.equals("model_list")) {
                reader.draft.note(section + ": not carried over");
            }
        });
        JsonNode list = config.path("model_list");
        if (!list.isArray()) {
            throw Refused.invalid("/model_list", null, "the list of models of a LiteLLM config.yaml");
        }
        for (int i = 0; i < list.size(); i++) {
            reader.entry("model_list[" + i + "]", list.get(i));
        }
        return reader.draft;
    }

    private void entry(String at, JsonNode entry) {
        String name = Json.text(entry, "model_name");
        JsonNode params = entry.path("litellm_params");
        String model = Json.text(params, "model");
        if (name == null || model == null) {
            draft.note(at + ": without model_name or litellm_params.model, not carried over");
            return;
        }
        int slash = model.indexOf('/');
        String prefix = Json.text(params, "custom_llm_provider");
        prefix = prefix != null ? prefix : slash > 0 ? model.substring(0, slash) : "openai";
        String base = Json.text(params, "api_base");
        String type = TYPES.get(prefix);
        if (type == null) {
            draft.note(at + ": provider " + prefix + " is not known here, not carried over");
            return;
        }
        if (type.equals("openai") && base != null) {
            type = "openai-compatible";
        }
        Draft.Supplier supplier = draft.supplier(type, type, base);
        String upstream = slash > 0 && model.startsWith(prefix + "/") ? model.substring(slash + 1) : model;
        draft.target(name, supplier, upstream, tier(params), number(params, "weight", 1));
        key(at, supplier, params, upstream);
        params.fieldNames().forEachRemaining(field -> {
            if (!CARRIED.contains(field)) {
                draft.note(at + ".litellm_params." + field + ": not carried over");
            }
        });
    }

    private void key(String at, Draft.Supplier supplier, JsonNode params, String upstream) {
        String secret = Json.text(params, "api_key");
        if (secret == null || secret.startsWith("os.environ/")) {
            String where = secret == null ? "none" : "the variable " + secret.substring("os.environ/".length());
            draft.note(at + ": its key is in " + where + ": give it to provider " + supplier.name);
            return;
        }
        String key = supplier.key(secret);
        ObjectNode limit = Json.object().put("model", upstream);
        Json.put(limit, "requests-per-minute", amount(params, "rpm"));
        Json.put(limit, "tokens-per-minute", amount(params, "tpm"));
        if (limit.size() > 1) {
            supplier.limit(key, limit);
        }
    }

    /** LiteLLM's first order is 1. */
    private static int tier(JsonNode params) {
        return Math.max(0, number(params, "order", 1) - 1);
    }

    private static int number(JsonNode params, String name, int otherwise) {
        Long amount = amount(params, name);
        return amount == null ? otherwise : (int) Math.min(amount, 1_000);
    }

    private static @Nullable Long amount(JsonNode params, String name) {
        JsonNode value = params.path(name);
        return value.canConvertToLong() && value.asLong() > 0 ? value.asLong() : null;
    }
}
