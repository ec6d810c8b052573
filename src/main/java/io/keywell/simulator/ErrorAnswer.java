package io.keywell.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.jspecify.annotations.Nullable;

/**
 * An error in OpenAI's shape.
 *
 * @param message may hold {@code {model}} and {@code {org}}
 * @param hint a header that says when to come again
 */
record ErrorAnswer(
        int status, String type, @Nullable String code, @Nullable String param, String message, @Nullable Hint hint) {

    record Hint(String header, String value) {}

    static ErrorAnswer of(int status, String type, @Nullable String code, String message) {
        return new ErrorAnswer(status, type, code, null, message, null);
    }

    static ErrorAnswer invalidRequest(int status, @Nullable String code, @Nullable String param, String message) {
        return new ErrorAnswer(status, "invalid_request_error", code, param, message, null);
    }

    ErrorAnswer hint(String header, String value) {
        return new ErrorAnswer(status, type, code, param, message, new Hint(header, value));
    }

    String json(@Nullable String model, String organization) {
        String text = message.replace("{model}", model == null ? "" : model).replace("{org}", organization);
        StringBuilder json = new StringBuilder(256).append("{\"error\":{\"message\":");
        quote(json, text);
        quote(json.append(",\"type\":"), type);
        quote(json.append(",\"param\":"), param);
        quote(json.append(",\"code\":"), code);
        return json.append("}}").toString();
    }

    /** Appends a JSON string, or null. */
    static void quote(StringBuilder json, @Nullable String value) {
        if (value == null) {
            json.append("null");
        } else {
            json.append('"');
            JsonStringEncoder.getInstance().quoteAsString(value, json);
            json.append('"');
        }
    }
}
