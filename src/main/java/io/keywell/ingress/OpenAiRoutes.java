package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.ingress.Calls.Read;
import io.keywell.protocol.openai.RequestReader;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The OpenAI dialect: what is posted to a model. */
@ApplicationScoped
public class OpenAiRoutes {

    private final Calls calls;

    public OpenAiRoutes(Calls calls) {
        this.calls = calls;
    }

    void mount(@Observes Router router) {
        post(router, "/v1/chat/completions", Operation.CHAT);
        post(router, "/v1/completions", Operation.COMPLETIONS);
        post(router, "/v1/embeddings", Operation.EMBEDDINGS);
        // Whatever nobody else answers is told so in this dialect: most often a base URL without /v1.
        Route rest = router.route().last();
        rest.handler(this::unknown);
    }

    private void post(Router router, String path, Operation operation) {
        router.post(path).handler(context -> calls.serve(context.request(), operation, body -> read(operation, body)));
        router.route(path).handler(context -> {
            context.response().putHeader(Headers.ALLOW, HttpMethod.POST.name());
            refuse(context, Kind.METHOD_NOT_ALLOWED, "Use POST for " + path + ".");
        });
    }

    private static Read read(Operation operation, Bytes body) {
        RequestReader.Result result = RequestReader.read(operation, body);
        if (result instanceof RequestReader.Parsed parsed) {
            return new Read(null, parsed.model(), parsed.stream(), parsed.facts(), null);
        }
        return new Read(((RequestReader.Malformed) result).error(), "", false, RequestFacts.NONE, null);
    }

    private void unknown(RoutingContext context) {
        refuse(
                context,
                Kind.NOT_FOUND,
                "Unknown request URL: " + context.request().method() + " " + context.normalizedPath() + ".");
    }

    private void refuse(RoutingContext context, Kind kind, String message) {
        context.request().resume();
        calls.begin(context.response());
        calls.refuse(context.response(), GatewayError.of(kind, message));
    }
}
