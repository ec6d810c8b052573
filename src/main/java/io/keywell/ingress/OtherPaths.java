package io.keywell.ingress;

import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.dialect.Protocols;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Whatever no route answers is told so in the dialect that it most probably wanted. */
@ApplicationScoped
public class OtherPaths {

    static final String ANTHROPIC_VERSION = "anthropic-version";

    private final Calls calls;

    public OtherPaths(Calls calls) {
        this.calls = calls;
    }

    void mount(@Observes Router router) {
        router.route().last().handler(this::unknown);
    }

    /** Of this path only POST is known; call it after that was mounted. */
    void postOnly(Router router, String path, Protocol protocol) {
        CallerPaths.place(router.route(path)).handler(context -> only(context, HttpMethod.POST, protocol));
    }

    void only(RoutingContext context, HttpMethod method, Protocol protocol) {
        context.response().putHeader(Headers.ALLOW, method.name());
        String message = "Use " + method.name() + " for " + context.normalizedPath() + ".";
        calls.refuse(context.request(), protocol, GatewayError.of(Kind.METHOD_NOT_ALLOWED, message));
    }

    void unknown(RoutingContext context) {
        String path = context.normalizedPath();
        String message = "Unknown request URL: " + context.request().method() + " " + path + ".";
        calls.refuse(context.request(), dialect(context, path), GatewayError.of(Kind.NOT_FOUND, message));
    }

    /** Most often a base URL without its version; then it is OpenAI's. */
    private static Protocol dialect(RoutingContext context, String path) {
        if (path.startsWith("/v1beta/")) {
            return Protocols.of(Dialect.GEMINI);
        }
        boolean anthropic = path.startsWith("/v1/messages") || context.request().getHeader(ANTHROPIC_VERSION) != null;
        return Protocols.of(anthropic ? Dialect.ANTHROPIC : Dialect.OPENAI);
    }
}
