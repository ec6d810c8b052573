package io.keywell.protocol.openai;

import io.keywell.core.Bytes;
import io.keywell.protocol.JsonStrings;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Renders the models that a caller may use, as {@code GET /v1/models} and {@code /v1/models/{id}} answer. */
public final class Models {

    private static final String OWNER = "keywell";

    /** Without these Mistral's clients, which call the same path, take no model. What a model can do is not known here. */
    private static final String CARD = ",\"type\":\"base\",\"capabilities\":{}";

    private Models() {}

    /** @param created Unix seconds, the same for all: the catalog does not know when a model was made */
    public static Bytes list(Collection<String> names, long created) {
        StringBuilder out = new StringBuilder(64 + 96 * names.size());
        out.append("{\"object\":\"list\",\"data\":[");
        String separator = "";
        for (String name : names) {
            out.append(separator);
            model(out, name, created);
            separator = ",";
        }
        return bytes(out.append("]}"));
    }

    public static Bytes one(String name, long created) {
        StringBuilder out = new StringBuilder(128);
        model(out, name, created);
        return bytes(out);
    }

    private static void model(StringBuilder out, String name, long created) {
        out.append("{\"id\":").append(new String(JsonStrings.quote(name), StandardCharsets.UTF_8));
        out.append(",\"object\":\"model\",\"created\":").append(created);
        out.append(",\"owned_by\":\"").append(OWNER).append('"').append(CARD).append('}');
    }

    private static Bytes bytes(StringBuilder json) {
        return Bytes.of(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
