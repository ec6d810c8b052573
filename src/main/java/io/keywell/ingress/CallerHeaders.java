package io.keywell.ingress;

import io.keywell.core.Dialect;
import io.keywell.core.Exchange.Fallback;
import io.keywell.core.GatewayError;
import io.keywell.core.Secret;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a caller says beside the body: its key and how the gateway should treat the request. */
final class CallerHeaders {

    private static final String BEARER = "Bearer ";
    private static final String MISTRAL_AGENT = "mistral-client-";
    private static final int MAX_TAGS = 1_024;
    private static final Pattern WAIT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s)?");

    /** Nothing of these says who somebody is. */
    private static final Map<Dialect, List<String>> PASSED = Map.of(
            Dialect.OPENAI, List.of("openai-beta"),
            Dialect.RESPONSES, List.of("openai-beta"),
            Dialect.ANTHROPIC, List.of("anthropic-version", "anthropic-beta"));

    private CallerHeaders() {}

    /** The caller's key, wherever the dialects put it; null when there is none. */
    static @Nullable Secret credential(HttpServerRequest request) {
        String authorization = request.getHeader(Headers.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return secret(authorization.substring(BEARER.length()));
        }
        for (CharSequence name : new CharSequence[] {Headers.X_API_KEY, Headers.API_KEY, Headers.X_GOOG_API_KEY}) {
            String key = request.getHeader(name);
            if (key != null) {
                return secret(key);
            }
        }
        return request.query() == null ? null : secret(request.getParam("key"));
    }

    private static @Nullable Secret secret(@Nullable String key) {
        return key == null || key.isBlank() ? null : new Secret(key.trim());
    }

    /** What a provider of the caller's own dialect is to see of the caller's headers: versions and previews. */
    static List<Map.Entry<String, String>> passed(Dialect dialect, HttpServerRequest request) {
        List<Map.Entry<String, String>> passed = List.of();
        for (String name : PASSED.getOrDefault(dialect, List.of())) {
            String value = request.getHeader(name);
            if (value != null) {
                passed = passed.isEmpty() ? new ArrayList<>(2) : passed;
                passed.add(Map.entry(name, value));
            }
        }
        return passed;
    }

    /**
     * Reads {@code x-keywell-max-wait}: {@code 5}, {@code 5s}, {@code 500ms}.
     *
     * @return milliseconds; -1 = not given
     * @throws Unreadable when it is something else
     */
    static long maxWaitMillis(HttpServerRequest request) throws Unreadable {
        String wait = request.getHeader(Headers.MAX_WAIT);
        if (wait == null) {
            return -1;
        }
        Matcher parts = WAIT.matcher(wait.trim());
        if (!parts.matches()) {
            throw new Unreadable("x-keywell-max-wait: expected seconds or a duration such as 5, 5s or 500ms.");
        }
        double value = Double.parseDouble(parts.group(1));
        return (long) ("ms".equals(parts.group(2)) ? value : value * 1_000);
    }

    static Fallback fallback(HttpServerRequest request) throws Unreadable {
        String fallback = request.getHeader(Headers.FALLBACK);
        if (fallback == null) {
            return Fallback.PROVIDERS;
        }
        return switch (fallback) {
            case "none" -> Fallback.NONE;
            case "keys" -> Fallback.KEYS;
            case "providers" -> Fallback.PROVIDERS;
            default -> throw new Unreadable("x-keywell-fallback: expected none, keys or providers.");
        };
    }

    /** Mistral's SDKs want name and arguments in every piece of a call that they see. Browsers keep the agent for themselves. */
    static boolean wholeToolCalls(HttpServerRequest request) {
        String agent = request.getHeader(Headers.USER_AGENT);
        return agent != null && agent.startsWith(MISTRAL_AGENT)
                || request.headers().contains(Headers.MISTRAL_AGENT);
    }

    static @Nullable String tags(HttpServerRequest request) throws Unreadable {
        String tags = request.getHeader(Headers.TAGS);
        if (tags != null && tags.length() > MAX_TAGS) {
            throw new Unreadable("x-keywell-tags: expected at most " + MAX_TAGS + " characters.");
        }
        return tags;
    }

    /** A header that says something else than it may. */
    static final class Unreadable extends Exception {
        Unreadable(String message) {
            super(message, null, false, false);
        }

        GatewayError error() {
            String message = String.valueOf(getMessage());
            return GatewayError.invalid(message, message.substring(0, message.indexOf(':')));
        }
    }
}
