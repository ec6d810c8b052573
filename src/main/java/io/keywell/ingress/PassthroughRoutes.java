package io.keywell.ingress;

import io.keywell.core.Dialect;
import io.keywell.core.Exchange.Passthrough;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.ingress.Calls.Read;
import io.keywell.ingress.WayBack.Form;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.dialect.Protocols;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /passthrough/{provider}/*}: the provider's own calls, with a pooled key in the place of the caller's. */
@ApplicationScoped
public class PassthroughRoutes {

    private static final String PREFIX = "/passthrough/";

    /**
     * What must not travel on: the caller's key, hop-by-hop headers, what says who the caller is, and what would put the
     * pooled key to use for another organisation, which a provider answers as if the key were bad.
     */
    private static final Set<String> KEPT_BACK = Set.of(
            "authorization",
            "x-api-key",
            "api-key",
            "x-goog-api-key",
            "openai-organization",
            "openai-project",
            "cookie",
            "host",
            "content-length",
            "connection",
            "keep-alive",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "accept-encoding",
            "forwarded",
            "x-real-ip",
            "traceparent",
            "tracestate",
            "baggage");

    private final Calls calls;
    /** The gateway's own errors; what the caller's own dialect is nobody knows. */
    private final Protocol openAi = Protocols.of(Dialect.OPENAI);

    public PassthroughRoutes(Calls calls) {
        this.calls = calls;
    }

    void mount(@Observes Router router) {
        CallerPaths.place(router.route("/passthrough/*")).handler(this::serve);
    }

    private void serve(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = Calls.path(request).substring(PREFIX.length());
        int slash = path.indexOf('/');
        if (slash <= 0 || climbs(path)) {
            calls.refuse(
                    request,
                    openAi,
                    GatewayError.of(Kind.NOT_FOUND, "Use /passthrough/{provider}/{the provider's own path}."));
            return;
        }
        String provider = path.substring(0, slash);
        Passthrough own = new Passthrough(
                request.method().name(), path.substring(slash) + query(request.query()), headers(request));
        calls.serve(
                request,
                Operation.PASSTHROUGH,
                openAi,
                Form.AS_IS,
                body -> new Read(null, provider, false, RequestFacts.ofSize(body.length()), body, own, null));
    }

    /** Whether a path might leave the provider's base path, with dots as they are or escaped. */
    private static boolean climbs(String path) {
        return path.toLowerCase(Locale.ROOT).replace("%2e", ".").contains("..");
    }

    /** The query without the caller's key, however its name is written; where a key is read, a semicolon separates too. */
    private static String query(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        StringBuilder kept = new StringBuilder();
        for (String parameter : query.split("[&;]")) {
            if (!isKey(parameter)) {
                kept.append(kept.isEmpty() ? '?' : '&').append(parameter);
            }
        }
        return kept.toString();
    }

    private static boolean isKey(String parameter) {
        int end = parameter.indexOf('=');
        String name = end < 0 ? parameter : parameter.substring(0, end);
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8).equals("key");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<Map.Entry<String, String>> headers(HttpServerRequest request) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!KEPT_BACK.contains(name) && !name.startsWith("x-keywell-") && !name.startsWith("x-forwarded-")) {
                headers.add(Map.entry(name, header.getValue()));
            }
        }
        return headers;
    }
}
