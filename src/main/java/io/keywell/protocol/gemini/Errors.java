package io.keywell.protocol.gemini;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.protocol.JsonStrings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Errors as Google's APIs write them, with the details that client libraries read: {@code ErrorInfo} for the reason,
 * {@code RetryInfo} for the time, {@code RequestInfo} for the request's id.
 */
final class Errors {

    private static final String TYPE = "{\"@type\":\"type.googleapis.com/google.rpc.";

    private Errors() {}

    /** A code and its canonical name; the code is the one that the answer's head has. */
    private record Status(int code, String name) {}

    private static Status status(Kind kind) {
        return switch (kind) {
            case INVALID_REQUEST, CONTEXT_LENGTH_EXCEEDED, CONTENT_FILTERED -> new Status(400, "INVALID_ARGUMENT");
            case INVALID_API_KEY -> new Status(401, "UNAUTHENTICATED");
            case MODEL_NOT_ALLOWED -> new Status(403, "PERMISSION_DENIED");
            case MODEL_NOT_FOUND, NOT_FOUND -> new Status(404, "NOT_FOUND");
            case METHOD_NOT_ALLOWED -> new Status(405, "UNIMPLEMENTED");
            case MODEL_RETIRED -> new Status(410, "NOT_FOUND");
            case REQUEST_TOO_LARGE -> new Status(413, "INVALID_ARGUMENT");
            case KEYS_EXHAUSTED, CONSUMER_RATE_LIMITED, BUDGET_EXHAUSTED -> new Status(429, "RESOURCE_EXHAUSTED");
            case UPSTREAM_FAILED -> new Status(502, "UNAVAILABLE");
            case GATEWAY_OVERLOADED -> new Status(503, "UNAVAILABLE");
            case UPSTREAM_TIMEOUT -> new Status(504, "DEADLINE_EXCEEDED");
        };
    }

    /** @param nowMillis from which the time to a retry is counted; 0 = it is not told */
    static Bytes render(GatewayError error, String requestId, long nowMillis, String before, String after) {
        Status status = status(error.kind());
        String code = error.code() != null ? error.code() : error.kind().name();
        ByteArrayOutputStream out = new ByteArrayOutputStream(384);
        raw(out, before);
        raw(out, "{\"error\":{\"code\":" + status.code() + ",\"message\":");
        out.writeBytes(JsonStrings.quote(error.message()));
        raw(out, ",\"status\":\"" + status.name() + "\",\"details\":[" + TYPE + "ErrorInfo\",\"reason\":");
        out.writeBytes(JsonStrings.quote(code.toUpperCase(Locale.ROOT)));
        raw(out, ",\"domain\":\"keywell\"}");
        if (error.param() != null) {
            raw(out, "," + TYPE + "BadRequest\",\"fieldViolations\":[{\"field\":");
            out.writeBytes(JsonStrings.quote(error.param()));
            raw(out, "}]}");
        }
        long wait = retryMillis(error, nowMillis);
        if (wait > 0) {
            raw(out, "," + TYPE + "RetryInfo\",\"retryDelay\":\"" + (wait + 999) / 1_000 + "s\"}");
        }
        if (!requestId.isEmpty()) {
            raw(out, "," + TYPE + "RequestInfo\",\"requestId\":");
            out.writeBytes(JsonStrings.quote(requestId));
            raw(out, "}");
        }
        raw(out, "]}}" + after);
        return Bytes.of(out.toByteArray());
    }

    /** Client libraries wait that long and try again, which is no use while a budget is spent. */
    private static long retryMillis(GatewayError error, long nowMillis) {
        long at = error.retryAtMillis();
        boolean known = nowMillis > 0 && at > 0 && at < Long.MAX_VALUE;
        return known && error.kind() != Kind.BUDGET_EXHAUSTED ? Math.max(1, at - nowMillis) : 0;
    }

    private static void raw(ByteArrayOutputStream out, String json) {
        out.writeBytes(json.getBytes(StandardCharsets.US_ASCII));
    }
}
