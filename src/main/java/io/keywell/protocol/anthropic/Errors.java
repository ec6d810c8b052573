package io.keywell.protocol.anthropic;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.protocol.JsonStrings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Errors as Anthropic's client libraries read them. */
public final class Errors {

    /** Agents look for these words before they make the conversation shorter. */
    private static final String TOO_LONG = "prompt is too long";

    private Errors() {}

    /** The JSON body of an error answer. */
    public static Bytes body(GatewayError error, String requestId) {
        return render(error, requestId, "", "");
    }

    /** The event that ends a stream which had already begun. */
    public static Bytes event(GatewayError error, String requestId) {
        return render(error, requestId, "event: error\ndata: ", "\n\n");
    }

    /** The value of {@code error.type}: Anthropic's own for the same case, since callers compare it. */
    public static String type(GatewayError.Kind kind) {
        return switch (kind) {
            case KEYS_EXHAUSTED, CONSUMER_RATE_LIMITED -> "rate_limit_error";
            case BUDGET_EXHAUSTED -> "billing_error";
            case GATEWAY_OVERLOADED -> "overloaded_error";
            case UPSTREAM_FAILED -> "api_error";
            case UPSTREAM_TIMEOUT -> "timeout_error";
            case INVALID_API_KEY -> "authentication_error";
            case MODEL_NOT_ALLOWED -> "permission_error";
            case MODEL_NOT_FOUND, MODEL_RETIRED, NOT_FOUND -> "not_found_error";
            case REQUEST_TOO_LARGE -> "request_too_large";
            case CONTEXT_LENGTH_EXCEEDED, INVALID_REQUEST, CONTENT_FILTERED, METHOD_NOT_ALLOWED ->
                "invalid_request_error";
        };
    }

    private static String message(GatewayError error) {
        boolean translated = error.kind() == GatewayError.Kind.CONTEXT_LENGTH_EXCEEDED
                && !error.message().toLowerCase(Locale.ROOT).contains(TOO_LONG);
        return translated ? TOO_LONG + ": " + error.message() : error.message();
    }

    private static Bytes render(GatewayError error, String requestId, String before, String after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        raw(out, before);
        raw(out, "{\"type\":\"error\",\"error\":{\"type\":\"");
        raw(out, type(error.kind()));
        raw(out, "\",\"message\":");
        out.writeBytes(JsonStrings.quote(message(error)));
        raw(out, "},\"request_id\":");
        out.writeBytes(JsonStrings.quote(requestId));
        raw(out, "}");
        raw(out, after);
        return Bytes.of(out.toByteArray());
    }

    private static void raw(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
