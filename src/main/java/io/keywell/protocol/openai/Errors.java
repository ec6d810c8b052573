package io.keywell.protocol.openai;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.protocol.JsonStrings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Errors as OpenAI's client libraries read them: an {@code error} object that has all four of its fields. */
final class Errors {

    private Errors() {}

    /** The JSON body of an error answer. */
    static Bytes body(GatewayError error) {
        return render(error, "", "");
    }

    /** The event that ends a stream which had already begun. */
    static Bytes event(GatewayError error) {
        return render(error, "data: ", "\n\n");
    }

    /** The value of {@code error.code}. */
    static String code(GatewayError error) {
        return error.code() != null ? error.code() : code(error.kind());
    }

    /** The code of {@code contract.md} section 3; where that names none, the word for it in this dialect. */
    private static String code(GatewayError.Kind kind) {
        return kind == GatewayError.Kind.CONTENT_FILTERED
                ? "content_filter"
                : kind.name().toLowerCase(Locale.ROOT);
    }

    /** OpenAI's own type for the same case, since callers compare it. */
    private static String type(GatewayError.Kind kind) {
        return switch (kind) {
            case KEYS_EXHAUSTED, CONSUMER_RATE_LIMITED -> "rate_limit_error";
            case BUDGET_EXHAUSTED -> "insufficient_quota";
            case GATEWAY_OVERLOADED -> "service_unavailable_error";
            case UPSTREAM_FAILED, UPSTREAM_TIMEOUT -> "server_error";
            case INVALID_API_KEY,
                    MODEL_NOT_FOUND,
                    MODEL_NOT_ALLOWED,
                    MODEL_RETIRED,
                    CONTEXT_LENGTH_EXCEEDED,
                    REQUEST_TOO_LARGE,
                    INVALID_REQUEST,
                    CONTENT_FILTERED,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED -> "invalid_request_error";
        };
    }

    private static Bytes render(GatewayError error, String before, String after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        raw(out, before);
        raw(out, "{\"error\":{\"message\":");
        text(out, error.message());
        raw(out, ",\"type\":");
        text(out, type(error.kind()));
        raw(out, ",\"param\":");
        text(out, error.param());
        raw(out, ",\"code\":");
        text(out, code(error));
        raw(out, "}}");
        raw(out, after);
        return Bytes.of(out.toByteArray());
    }

    private static void raw(ByteArrayOutputStream out, String json) {
        out.writeBytes(json.getBytes(StandardCharsets.US_ASCII));
    }

    private static void text(ByteArrayOutputStream out, @Nullable String text) {
        if (text == null) {
            raw(out, "null");
        } else {
            out.writeBytes(JsonStrings.quote(text));
        }
    }
}
