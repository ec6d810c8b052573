package io.keywell.protocol.anthropic;

import io.keywell.core.Bytes;
import io.keywell.protocol.JsonStrings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Renders the models that a caller may use, as {@code GET /v1/models} and {@code /v1/models/{id}} answer. */
public final class Models {

    private Models() {}

    /**
     * All of them on one page, whatever page was asked for.
     *
     * @param createdSeconds epoch seconds, the same for all: the catalog does not know when a model was made
     */
    public static Bytes list(List<String> names, long createdSeconds) {
        StringBuilder out = new StringBuilder(96 + 128 * names.size()).append("{\"data\":[");
        String separator = "";
        for (String name : names) {
            out.append(separator);
            model(out, name, createdSeconds);
            separator = ",";
        }
        out.append("],\"has_more\":false,\"first_id\":");
        out.append(names.isEmpty() ? "null" : quoted(names.get(0)));
        out.append(",\"last_id\":");
        out.append(names.isEmpty() ? "null" : quoted(names.get(names.size() - 1)));
        return bytes(out.append('}'));
    }

    public static Bytes one(String name, long createdSeconds) {
        StringBuilder out = new StringBuilder(160);
        model(out, name, createdSeconds);
        return bytes(out);
    }

    private static void model(StringBuilder out, String name, long createdSeconds) {
        String quoted = quoted(name);
        out.append("{\"type\":\"model\",\"id\":").append(quoted);
        out.append(",\"display_name\":").append(quoted);
        out.append(",\"created_at\":\"").append(Instant.ofEpochSecond(createdSeconds));
        out.append("\"}");
    }

    private static String quoted(String text) {
        return new String(JsonStrings.quote(text), StandardCharsets.UTF_8);
    }

    private static Bytes bytes(StringBuilder json) {
        return Bytes.of(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
