package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.flow.ModelList;
import io.keywell.flow.ModelLists;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.dialect.Protocols;
import io.keywell.protocol.openai.Models;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** The models that a caller may use, by the names that it may use; in each dialect. */
@ApplicationScoped
public class ModelRoutes {

    private static final String PATH = "/v1/models";
    private static final String BETA = "/v1beta/models";
    private static final String GOOGLE_KEY = "x-goog-api-key";

    private final Calls calls;
    private final ModelLists lists;
    private final OtherPaths others;
    private final GeminiRoutes geminiRoutes;

    private final Shelf openAi;
    private final Shelf anthropic;
    private final Shelf gemini;

    public ModelRoutes(Calls calls, ModelLists lists, OtherPaths others, GeminiRoutes geminiRoutes) {
        this.calls = calls;
        this.lists = lists;
        this.others = others;
        this.geminiRoutes = geminiRoutes;
        // Nobody knows when a vendor made a model; what SDKs need is a number.
        long created = calls.clock().epochMillis() / 1_000;
        this.openAi = new Shelf(
                Protocols.of(Dialect.OPENAI), names -> Models.list(names, created), name -> Models.one(name, created));
        this.anthropic = new Shelf(
                Protocols.of(Dialect.ANTHROPIC),
                names -> io.keywell.protocol.anthropic.Models.list(names, created),
                name -> io.keywell.protocol.anthropic.Models.one(name, created));
        this.gemini = new Shelf(
                Protocols.of(Dialect.GEMINI),
                io.keywell.protocol.gemini.Models::list,
                io.keywell.protocol.gemini.Models::one);
    }

    /** How one dialect shows models. */
    private record Shelf(Protocol protocol, Function<List<String>, Bytes> list, Function<String, Bytes> one) {}

    void mount(@Observes Router router) {
        CallerPaths.place(router.get(PATH)).handler(context -> list(context, asked(context)));
        CallerPaths.place(router.get(PATH + "/*")).handler(context -> one(context, asked(context), PATH));
        CallerPaths.place(router.post(PATH + "/*")).handler(context -> {
            if (!geminiRoutes.serve(context, PATH + "/")) {
                context.next();
            }
        });
        CallerPaths.place(router.route(PATH + "/*"))
                .handler(context ->
                        others.only(context, HttpMethod.GET, asked(context).protocol()));
        CallerPaths.place(router.get(BETA)).handler(context -> list(context, gemini));
        CallerPaths.place(router.get(BETA + "/*")).handler(context -> one(context, gemini, BETA));
    }

    /** Three dialects share the path: Anthropic's callers always say their version, Google's bring a key of their own kind. */
    private Shelf asked(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.getHeader(OtherPaths.ANTHROPIC_VERSION) != null) {
            return anthropic;
        }
        return request.getHeader(GOOGLE_KEY) == null ? openAi : gemini;
    }

    private void list(RoutingContext context, Shelf shelf) {
        WayBack back = begin(context, shelf);
        if (visible(context, back) instanceof ModelList.Visible models) {
            back.end(shelf.list().apply(models.names()));
        }
    }

    private void one(RoutingContext context, Shelf shelf, String path) {
        WayBack back = begin(context, shelf);
        if (visible(context, back) instanceof ModelList.Visible models) {
            String name = decoded(context.normalizedPath().substring(path.length() + 1));
            GatewayError refusal = models.refusal(name);
            if (refusal == null) {
                back.end(shelf.one().apply(name));
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

    private WayBack begin(RoutingContext context, Shelf shelf) {
        context.request().resume();
        return calls.begin(context.response(), shelf.protocol());
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
