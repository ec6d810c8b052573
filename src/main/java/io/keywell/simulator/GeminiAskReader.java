package io.keywell.simulator;

import io.keywell.core.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a Gemini request; what is not used is skipped, a wrong type counts as absent. */
final class GeminiAskReader {

    private final Ask ask = new Ask();

    private GeminiAskReader() {}

    /** @throws IOException the body is not a JSON object */
    static Ask read(Operation operation, Buffer body) throws IOException {
        JsonObject root;
        try {
            root = body.toJsonObject();
        } catch (DecodeException | ClassCastException malformed) {
            throw new IOException("not an object", malformed);
        }
        GeminiAskReader reader = new GeminiAskReader();
        reader.ask.includeUsage = true;
        switch (operation) {
            case EMBEDDINGS -> reader.input(root.getValue("content"));
            case BATCH_EMBEDDINGS ->
                list(root.getValue("requests"))
                        .forEach(request -> reader.input(object(request).getValue("content")));
            default -> reader.chat(root);
        }
        return reader.ask;
    }

    private void chat(JsonObject root) {
        JsonObject inner = object(root.getValue("generateContentRequest"));
        JsonObject request = inner.isEmpty() ? root : inner;
        text(request.getValue("systemInstruction"));
        for (Object content : list(request.getValue("contents"))) {
            ask.hasContent = true;
            String text = text(content);
            boolean model = "model".equals(object(content).getValue("role"));
            ask.lastUser = model ? "" : text;
        }
        for (Object tool : list(request.getValue("tools"))) {
            for (Object function : list(object(tool).getValue("functionDeclarations"))) {
                String name = string(object(function).getValue("name"));
                if (name != null) {
                    ask.tools.add(name);
                }
            }
        }
        choice(object(object(request.getValue("toolConfig")).getValue("functionCallingConfig")));
        JsonObject config = object(request.getValue("generationConfig"));
        if (config.getValue("maxOutputTokens") instanceof Number most) {
            ask.maxTokens = most.longValue();
        }
        JsonObject thinking = object(config.getValue("thinkingConfig"));
        ask.thoughts = Boolean.TRUE.equals(thinking.getValue("includeThoughts"));
    }

    private void choice(JsonObject calling) {
        String mode = string(calling.getValue("mode"));
        List<?> names = list(calling.getValue("allowedFunctionNames"));
        if ("ANY".equals(mode) && names.size() == 1 && names.get(0) instanceof String name) {
            ask.toolChoice = name;
        } else if (mode != null) {
            ask.toolChoice = mode.equals("ANY") ? "required" : mode.toLowerCase(Locale.ROOT);
        }
    }

    private void input(@Nullable Object content) {
        ask.hasContent = true;
        ask.inputHashes.add(text(content).hashCode());
    }

    /** Counts the text of a content and gives the first of it. */
    private String text(@Nullable Object content) {
        String first = "";
        for (Object part : list(object(content).getValue("parts"))) {
            String text = string(object(part).getValue("text"));
            if (text != null) {
                ask.chars += text.length();
                first = first.isEmpty() ? text : first;
            }
        }
        return first;
    }

    private static JsonObject object(@Nullable Object value) {
        return value instanceof JsonObject object ? object : new JsonObject();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof JsonArray array ? array.stream().toList() : List.of();
    }

    private static @Nullable String string(@Nullable Object value) {
        return value instanceof String string ? string : null;
    }
}
