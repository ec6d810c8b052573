package io.keywell.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What holds for every answer on paths that people open in browsers, refusals included: it is not cached, not framed and
 * not guessed at. And, when it is asked for, no way to the admin API without a certificate.
 */
@ApplicationScoped
public class OperatorPaths {

    /** Before authentication and every other route. */
    private static final int FIRST = -100_000;

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    /** Swagger UI starts itself by a script in its page. */
    private static final String OWN_PAGES =
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

    private final boolean clientCertificate;

    public OperatorPaths(AdminDoorSettings settings) {
        this.clientCertificate = settings.clientCertificate();
    }

    void mount(@Observes Router router) {
        router.route("/admin/*").order(FIRST).handler(this::admin);
        router.route("/q/*").order(FIRST).handler(context -> page(context, OWN_PAGES));
        router.route("/console*").order(FIRST).handler(context -> page(context, OWN_PAGES));
    }

    private void admin(RoutingContext context) {
        MultiMap headers = context.response().headers();
        protect(headers, NOTHING);
        headers.set(Headers.CACHE_CONTROL, Headers.NO_STORE);
        if (clientCertificate && !showsCertificate(context.request())) {
            refuse(context.response());
        } else {
            context.next();
        }
    }

    private static void page(RoutingContext context, String policy) {
        protect(context.response().headers(), policy);
        context.next();
    }

    private static void protect(MultiMap headers, String policy) {
        headers.set(Headers.CONTENT_TYPE_OPTIONS, Headers.NO_SNIFF)
                .set(Headers.FRAME_OPTIONS, Headers.DENY)
                .set(Headers.REFERRER_POLICY, Headers.NO_REFERRER)
                .set(Headers.CONTENT_SECURITY_POLICY, policy);
    }

    /** One that was shown was verified too, or there would be no connection. */
    private static boolean showsCertificate(HttpServerRequest request) {
        try {
            return request.isSSL() && !request.connection().peerCertificates().isEmpty();
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    private static void refuse(HttpServerResponse response) {
        JsonObject problem = new JsonObject()
                .put("type", "urn:keywell:problem:certificate-required")
                .put("title", "Certificate required")
                .put("status", 403)
                .put("detail", "The admin API is open to connections with a client certificate only.");
        response.setStatusCode(403)
                .putHeader(Headers.CONTENT_TYPE, "application/problem+json")
                .end(Buffer.buffer(problem.encode()));
    }
}
