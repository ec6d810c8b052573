package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.flow.ModelList;
import io.keywell.flow.ModelLists;
import io.keywell.protocol.openai.Models;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** {@code GET /v1/models}: the models that a caller may use, by the names that it may use. */
@ApplicationScoped
public class ModelRoutes {

    private static final String ONE = "/v1/models/";

    private final Calls calls;
    private final ModelLists lists;

    /** Nobody knows when a vendor made a model; what SDKs need is a number. */
    private final long created;

    public ModelRoutes(Calls calls, ModelLists lists) {
        this.calls = calls;
        this.lists = lists;
        this.created = calls.clock().epochMillis() / 1_000;
    }

    void mount(@Observes Router router) {
        router.get("/v1/models").handler(this::list);
        router.get("/v1/models/*").handler(this::one);
        router.route("/v1/models/*").handler(this::otherMethod);
    }

    private void list(RoutingContext context) {
        ModelList visible = visible(context);
        if (visible instanceof ModelList.Visible models) {
            answer(context, Models.list(models.names(), created));
        }
    }

    private void one(RoutingContext context) {
        if (visible(context) instanceof ModelList.Visible models) {
            String name = decoded(context.normalizedPath().substring(ONE.length()));
            GatewayError refusal = models.refusal(name);
            if (refusal == null) {
                answer(context, Models.one(name, created));
            } else {
                calls.refuse(context.response(), refusal);
            }
        }
    }

    /** A plus stands for itself in a path. What is no escape is left as it is: no model has such a name. */
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private void otherMethod(RoutingContext context) {
        begin(context);
        context.response().putHeader(Headers.ALLOW, HttpMethod.GET.name());
        String message = "Use GET for " + context.normalizedPath() + ".";
        calls.refuse(context.response(), GatewayError.of(Kind.METHOD_NOT_ALLOWED, message));
    }

    private void begin(RoutingContext context) {
        context.request().resume();
        calls.begin(context.response());
    }

    /** What the caller may see; for an unknown caller the answer is already written. */
    private ModelList visible(RoutingContext context) {
        begin(context);
        ModelList list = lists.of(CallerHeaders.credential(context.request()), Calls.loopback(context.request()));
        if (list instanceof ModelList.Refused refused) {
            calls.refuse(context.response(), refused.error());
        }
        return list;
    }

    private static void answer(RoutingContext context, Bytes body) {
        context.response()
                .putHeader(Headers.CONTENT_TYPE, Headers.JSON)
                .end(Buffer.buffer(body.length()).appendBytes(body.array(), body.offset(), body.length()));
    }
}
