package io.keywell.protocol.gemini;

import io.keywell.core.Bytes;
import io.keywell.protocol.JsonStrings;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Renders the models that a caller may use, as {@code GET /v1beta/models} and {@code /v1beta/models/{id}} answer. */
public final class Models {

    private static final String METHODS =
            "\"supportedGenerationMethods\":[\"generateContent\",\"streamGenerateContent\",\"countTokens\","
                    + "\"embedContent\",\"batchEmbedContents\"]";

    private Models() {}

    public static Bytes list(Collection<String> names) {
        StringBuilder out = new StringBuilder(32 + 256 * names.size()).append("{\"models\":[");
        String separator = "";
        for (String name : names) {
            out.append(separator);
            model(out, name);
            separator = ",";
        }
        return bytes(out.append("]}"));
    }

    public static Bytes one(String name) {
        StringBuilder out = new StringBuilder(256);
        model(out, name);
        return bytes(out);
    }

    private static void model(StringBuilder out, String name) {
        out.append("{\"name\":").append(quoted("models/" + name));
        out.append(",\"baseModelId\":").append(quoted(name));
        out.append(",\"version\":\"\",\"displayName\":").append(quoted(name));
        out.append(',').append(METHODS).append('}');
    }

    private static String quoted(String text) {
        return new String(JsonStrings.quote(text), StandardCharsets.UTF_8);
    }

    private static Bytes bytes(StringBuilder json) {
        return Bytes.of(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
