package io.keywell.ingress;

import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.flow.ModelList;
import io.keywell.flow.ModelLists;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.dialect.Protocols;
import io.keywell.protocol.openai.Models;
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
    private final OtherPaths others;
    private final Protocol openAi = Protocols.of(Dialect.OPENAI);

    /** Nobody knows when a vendor made a model; what SDKs need is a number. */
    private final long created;

    public ModelRoutes(Calls calls, ModelLists lists, OtherPaths others) {
        this.calls = calls;
        this.lists = lists;
        this.others = others;
        this.created = calls.clock().epochMillis() / 1_000;
    }

    void mount(@Observes Router router) {
        router.get("/v1/models").handler(this::list);
        router.get("/v1/models/*").handler(this::one);
        router.route("/v1/models/*").handler(context -> others.only(context, HttpMethod.GET, openAi));
    }

    private void list(RoutingContext context) {
        WayBack back = begin(context);
        if (visible(context, back) instanceof ModelList.Visible models) {
            back.end(Models.list(models.names(), created));
        }
    }

    private void one(RoutingContext context) {
        WayBack back = begin(context);
        if (visible(context, back) instanceof ModelList.Visible models) {
            String name = decoded(context.normalizedPath().substring(ONE.length()));
            GatewayError refusal = models.refusal(name);
            if (refusal == null) {
                back.end(Models.one(name, created));
            } else {
                calls.refuse(back, refusal);
            }
        }
    }

    /** A plus stands for itself in a path. What is no escape is left as it is: no model has such a name. */
    static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private WayBack begin(RoutingContext context) {
        context.request().resume();
        return calls.begin(context.response(), openAi);
    }

    /** What the caller may see; for an unknown caller the answer is already written. */
    private ModelList visible(RoutingContext context, WayBack back) {
        ModelList list = lists.of(CallerHeaders.credential(context.request()), Calls.loopback(context.request()));
        if (list instanceof ModelList.Refused refused) {
            calls.refuse(back, refused.error());
        }
        return list;
    }
}
