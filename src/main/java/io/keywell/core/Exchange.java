package io.keywell.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request of a caller, as ingress read it. Nothing in it depends on a dialect's JSON.
 *
 * @param id the request id, also in log, trace and ledger
 * @param operation what is asked
 * @param dialect in which it is asked and will be answered
 * @param model the model as the caller named it; for a pass-through the provider's name
 * @param stream whether the answer is asked as a stream
 * @param facts sizes and byte positions read from the body
 * @param body the original bytes; each attempt is made from them
 * @param upload the body when it is still coming, null when it is there
 * @param contentType the body's media type as sent, null for none
 * @param headers those of the caller that a provider of the same dialect is to see, names in lower case
 * @param passthrough method and path of a pass-through call, null otherwise
 * @param credential the caller's key as presented, null for none
 * @param loopback whether a caller without a key is on this machine
 * @param maxWaitMillis the longest time the caller lets itself wait; -1 = it did not say
 * @param fallback how far the caller lets the walk go
 * @param wholeToolCalls whether the caller takes a tool call of a stream in one piece only
 * @param tags for the ledger, null for none
 * @param arrivalNanos {@link Clock#nanoTime()} at arrival
 * @param arrivalMillis {@link Clock#epochMillis()} at arrival
 * @param cancellation fires when the caller goes away
 * @param trace null for a call that is not traced
 */
public record Exchange(
        String id,
        Operation operation,
        Dialect dialect,
        String model,
        boolean stream,
        RequestFacts facts,
        Bytes body,
        @Nullable Upload upload,
        @Nullable String contentType,
        List<Map.Entry<String, String>> headers,
        @Nullable Passthrough passthrough,
        @Nullable Secret credential,
        boolean loopback,
        long maxWaitMillis,
        Fallback fallback,
        boolean wholeToolCalls,
        @Nullable String tags,
        long arrivalNanos,
        long arrivalMillis,
        Cancellation cancellation,
        @Nullable Trace trace) {

    /** How far a request may be moved ({@code x-keywell-fallback}). */
    public enum Fallback {
        /** This target, one attempt. */
        NONE,
        /** Other keys of the same provider. */
        KEYS,
        /** All targets of the model. */
        PROVIDERS
    }

    /**
     * A call in the provider's own dialect.
     *
     * @param method upper-case HTTP method
     * @param pathAndQuery what follows the provider's base URL, starting with a slash, caller's key removed
     * @param headers those of the caller that may travel on, names in lower case
     */
    public record Passthrough(String method, String pathAndQuery, List<Map.Entry<String, String>> headers) {}
}
