package io.keywell.provider;

import io.keywell.core.Dimension;
import org.jspecify.annotations.Nullable;

/**
 * When a bad answer says to come back, in milliseconds from now; {@link TimeHints#NONE} where it says nothing.
 *
 * @param headerMillis the latest hint of its headers
 * @param bodyMillis the latest hint of its body
 * @param bodyDateMillis the latest hint of its body that is a date
 */
record AnswerHints(long headerMillis, long bodyMillis, long bodyDateMillis) {

    private static final String[] DATE_FIELDS = {"resets_at", "reset_at"};
    private static final String[] DELAY_FIELDS = {
        "retrydelay", "retry_after", "retry_after_seconds", "retry-after", "x-ratelimit-reset"
    };
    private static final String[] DELAY_HEADERS = {"retry-after", "x-ratelimit-reset", "ratelimit"};

    /**
     * Reads the direct hints. The reset of a rate header counts only when there is none: it tells when the window is
     * whole again, and less is enough for one request.
     *
     * @param exhausted the dimension that the vendor named
     * @param nowMillis by the vendor's clock
     */
    static AnswerHints read(
            HeaderView headers, ErrorFacts facts, RateHeaders rates, @Nullable Dimension exhausted, long nowMillis) {
        long header = direct(headers, nowMillis);
        long date = latest(DATE_FIELDS, facts::field, nowMillis, TimeHints.dateInText(facts.text(), nowMillis));
        long body = latest(DELAY_FIELDS, facts::field, nowMillis, TimeHints.delayInText(facts.text(), nowMillis));
        body = Math.max(body, date);
        if (header == TimeHints.NONE && body == TimeHints.NONE) {
            header = rates.resetMillis(headers, exhausted, nowMillis);
        }
        return new AnswerHints(header, body, date);
    }

    private static long direct(HeaderView headers, long nowMillis) {
        String millis = headers.get("retry-after-ms");
        long first = millis == null ? TimeHints.NONE : TimeHints.delayOfMillis(millis);
        return latest(DELAY_HEADERS, headers, nowMillis, first);
    }

    private static long latest(String[] names, HeaderView values, long nowMillis, long first) {
        long latest = first;
        for (String name : names) {
            String value = values.get(name);
            if (value != null) {
                latest = Math.max(latest, TimeHints.delay(value, nowMillis));
            }
        }
        return latest;
    }
}
