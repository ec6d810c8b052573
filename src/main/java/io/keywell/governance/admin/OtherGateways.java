package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exports of One API (a list of channels) and of GPT-Load (a list of groups), as JSON. */
final class OtherGateways {

    /** One API numbers the vendors. */
    private static final Map<Integer, String> CHANNELS = Map.ofEntries(
            Map.entry(1, "openai"),
            Map.entry(8, "openai-compatible"),
            Map.entry(14, "anthropic"),
            Map.entry(20, "openrouter"),
            Map.entry(24, "gemini"),
            Map.entry(28, "mistral"),
            Map.entry(29, "groq"),
            Map.entry(30, "ollama"),
            Map.entry(35, "cohere"),
            Map.entry(36, "deepseek"),
            Map.entry(39, "together"),
            Map.entry(45, "xai"));

    private static final int ENABLED = 1;

    private OtherGateways() {}

    static Draft oneApi(JsonNode export) {
        Draft draft = new Draft();
        for (JsonNode channel : list(export, "data", "channels")) {
            channel(channel, draft);
        }
        return draft;
    }

    private static void channel(JsonNode channel, Draft draft) {
        String at = "channel " + channel.path("id").asText(channel.path("name").asText("?"));
        String type = CHANNELS.get(channel.path("type").asInt());
        if (type == null) {
            draft.note(at + ": type " + channel.path("type").asText() + " is not known here, not carried over");
            return;
        }
        if (channel.path("status").asInt(ENABLED) != ENABLED) {
            draft.note(at + ": it is switched off, not carried over");
            return;
        }
        String url = url(Json.text(channel, "base_url"), type);
        Draft.Supplier supplier =
                draft.supplier(type, type.equals("openai") && url != null ? "openai-compatible" : type, url);
        keys(at, supplier, Json.text(channel, "key"), draft);
        String models = Json.text(channel, "models");
        JsonNode mapping = channel.path("model_mapping");
        for (String model : models == null ? new String[0] : models.split(",")) {
            String name = model.strip();
            if (!name.isEmpty()) {
                String upstream = mapping.path(name).asText(name);
                draft.target(name, supplier, upstream, 0, channel.path("weight").asInt(1));
            }
        }
        if (channel.path("priority").asInt() != 0) {
            draft.note(at + ".priority: not carried over; use tiers");
        }
    }

    /** One API's addresses end before the version. */
    private static @Nullable String url(@Nullable String base, String type) {
        if (base == null) {
            return null;
        }
        boolean bare = !type.equals("anthropic") && !base.matches(".*/v\\d.*");
        return base.replaceAll("/+$", "") + (bare ? "/v1" : "");
    }

    private static void keys(String at, Draft.Supplier supplier, @Nullable String keys, Draft draft) {
        if (keys == null) {
            draft.note(at + ": the export has no key: give one to provider " + supplier.name);
            return;
        }
        keys.lines().map(String::strip).filter(key -> !key.isEmpty()).forEach(supplier::key);
    }

    static Draft gptLoad(JsonNode export) {
        Draft draft = new Draft();
        for (JsonNode group : list(export, "groups", "data")) {
            group(group, draft);
        }
        return draft;
    }

    private static void group(JsonNode group, Draft draft) {
        String name = Json.text(group, "name");
        String type = group.path("channel_type").asText("").toLowerCase(Locale.ROOT);
        if (name == null || !List.of("openai", "gemini", "anthropic").contains(type)) {
            draft.note("group " + name + ": channel_type " + type + " is not known here, not carried over");
            return;
        }
        JsonNode upstreams = group.path("upstreams");
        String url = upstreams.isArray() && !upstreams.isEmpty() ? Json.text(upstreams.get(0), "url") : null;
        if (upstreams.size() > 1) {
            draft.note("group " + name + ": only the first of its upstreams is carried over");
        }
        String version = type.equals("gemini") ? "/v1beta" : type.equals("openai") ? "/v1" : "";
        String address = url == null || url.matches(".*/v\\d.*") ? url : url.replaceAll("/+$", "") + version;
        Draft.Supplier supplier = draft.supplier(name, type, address);
        JsonNode keys = group.path("keys");
        if (!keys.isArray() || keys.isEmpty()) {
            draft.note("group " + name + ": the export has no keys: give them to provider " + supplier.name);
        }
        keys.forEach(key -> {
            String secret = key.isTextual() ? key.asText() : Json.text(key, "key_value");
            if (secret != null) {
                var unused = supplier.key(secret.strip());
            }
        });
    }

    private static Iterable<JsonNode> list(JsonNode export, String... names) {
        if (export.isArray()) {
            return export;
        }
        for (String name : names) {
            if (export.path(name).isArray()) {
                return export.path(name);
            }
        }
        throw Refused.invalid("", null, "a list, or an object with " + String.join(" or ", names));
    }
}
