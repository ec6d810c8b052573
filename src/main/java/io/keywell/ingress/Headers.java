package io.keywell.ingress;

import io.vertx.core.http.HttpHeaders;

/** Header names, made once. */
final class Headers {

    static final CharSequence CONTENT_TYPE = HttpHeaders.CONTENT_TYPE;
    static final CharSequence ACCEPT = HttpHeaders.ACCEPT;
    static final CharSequence CONNECTION = HttpHeaders.CONNECTION;
    static final CharSequence CONTENT_LENGTH = HttpHeaders.CONTENT_LENGTH;
    static final CharSequence TRANSFER_ENCODING = HttpHeaders.TRANSFER_ENCODING;
    static final CharSequence AUTHORIZATION = HttpHeaders.AUTHORIZATION;
    static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("retry-after");
    static final CharSequence SHOULD_RETRY = HttpHeaders.createOptimized("x-should-retry");
    static final CharSequence CACHE_CONTROL = HttpHeaders.CACHE_CONTROL;
    static final CharSequence ACCEL_BUFFERING = HttpHeaders.createOptimized("x-accel-buffering");
    static final CharSequence ALLOW = HttpHeaders.createOptimized("allow");

    static final CharSequence X_API_KEY = HttpHeaders.createOptimized("x-api-key");
    static final CharSequence API_KEY = HttpHeaders.createOptimized("api-key");
    static final CharSequence X_GOOG_API_KEY = HttpHeaders.createOptimized("x-goog-api-key");

    static final CharSequence USER_AGENT = HttpHeaders.USER_AGENT;
    static final CharSequence MISTRAL_AGENT = HttpHeaders.createOptimized("x-mistral-user-agent");

    static final CharSequence MAX_WAIT = HttpHeaders.createOptimized("x-keywell-max-wait");
    static final CharSequence FALLBACK = HttpHeaders.createOptimized("x-keywell-fallback");
    static final CharSequence TAGS = HttpHeaders.createOptimized("x-keywell-tags");

    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    static final CharSequence ANTHROPIC_REQUEST_ID = HttpHeaders.createOptimized("request-id");
    static final CharSequence PROVIDER = HttpHeaders.createOptimized("x-keywell-provider");
    static final CharSequence MODEL = HttpHeaders.createOptimized("x-keywell-model");
    static final CharSequence KEY = HttpHeaders.createOptimized("x-keywell-key");
    static final CharSequence ATTEMPTS = HttpHeaders.createOptimized("x-keywell-attempts");
    static final CharSequence WAITED = HttpHeaders.createOptimized("x-keywell-waited-ms");

    static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");

    static final CharSequence LOSSY = HttpHeaders.createOptimized("x-keywell-lossy");

    static final CharSequence LIMIT_REQUESTS = HttpHeaders.createOptimized("x-ratelimit-limit-requests");
    static final CharSequence REMAINING_REQUESTS = HttpHeaders.createOptimized("x-ratelimit-remaining-requests");
    static final CharSequence RESET_REQUESTS = HttpHeaders.createOptimized("x-ratelimit-reset-requests");
    static final CharSequence LIMIT_TOKENS = HttpHeaders.createOptimized("x-ratelimit-limit-tokens");
    static final CharSequence REMAINING_TOKENS = HttpHeaders.createOptimized("x-ratelimit-remaining-tokens");
    static final CharSequence RESET_TOKENS = HttpHeaders.createOptimized("x-ratelimit-reset-tokens");

    static final CharSequence DEPRECATION = HttpHeaders.createOptimized("deprecation");
    static final CharSequence LINK = HttpHeaders.createOptimized("link");
    static final CharSequence SUNSET = HttpHeaders.createOptimized("sunset");

    static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("x-frame-options");
    static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("referrer-policy");
    static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("content-security-policy");

    static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    static final CharSequence XML = HttpHeaders.createOptimized("application/xml");
    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private Headers() {}
}
