package io.keywell.ingress;

import io.keywell.catalog.Lifecycle;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells callers of a deprecated model since when it is one (RFC 9745), when it goes (RFC 8594), and what to use instead. */
final class DeprecationHeaders {

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private DeprecationHeaders() {}

    static void set(MultiMap headers, Lifecycle model) {
        // The header needs a date. Where nobody has told one, it is one that every client takes for the past.
        long since = model.deprecatedAtMillis() == Lifecycle.NEVER ? 0 : model.deprecatedAtMillis();
        headers.set(Headers.DEPRECATION, "@" + Math.floorDiv(since, 1_000L));
        if (model.sunsetMillis() != Lifecycle.NEVER) {
            Instant sunset = Instant.ofEpochMilli(model.sunsetMillis());
            headers.set(Headers.SUNSET, HTTP_DATE.format(sunset.atOffset(ZoneOffset.UTC)));
        }
        String successor = model.successor();
        if (successor != null) {
            headers.set(Headers.LINK, "<" + path(successor) + ">; rel=\"successor-version\"");
        }
    }

    /** Where the callers of every dialect find the model described. */
    private static String path(String model) {
        try {
            return new URI(null, null, "/v1/models/" + model, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a model's name is visible ASCII: " + model, e);
        }
    }
}
