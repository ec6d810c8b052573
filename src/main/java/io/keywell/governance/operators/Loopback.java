package io.keywell.governance.operators;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests that somebody on this machine makes, and not a web page that their browser shows. */
final class Loopback {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private Loopback() {}

    /**
     * Whether the connection comes from this machine and is meant for it. The names keep a page out whose own name leads
     * here, the origin one that calls across.
     */
    static boolean isOwn(HttpServerRequest request) {
        return isOwn(
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress(),
                request.getHeader("Host"),
                request.getHeader("Origin"));
    }

    static boolean isOwn(@Nullable String address, @Nullable String host, @Nullable String origin) {
        boolean near = address != null
                && (address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1"));
        return near
                && host != null
                && NAMES.contains(withoutPort(host.toLowerCase(Locale.ROOT)))
                && (origin == null || origin.equalsIgnoreCase("http://" + host));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
