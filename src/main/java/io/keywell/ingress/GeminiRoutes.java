package io.keywell.ingress;

import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.ingress.WayBack.Form;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.Protocol.PathWords;
import io.keywell.protocol.dialect.Protocols;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gemini's paths: {@code /v1beta/models/{model}:{method}}, and the same below {@code /v1}, where newer SDKs call. */
@ApplicationScoped
public class GeminiRoutes {

    private static final String BETA = "/v1beta/models/";

    private static final Map<String, Operation> METHODS = Map.of(
            "generateContent", Operation.CHAT,
            "streamGenerateContent", Operation.CHAT,
            "countTokens", Operation.COUNT_TOKENS,
            "embedContent", Operation.EMBEDDINGS,
            "batchEmbedContents", Operation.BATCH_EMBEDDINGS);

    private final Calls calls;
    private final OtherPaths others;
    private final Protocol gemini = Protocols.of(Dialect.GEMINI);

    public GeminiRoutes(Calls calls, OtherPaths others) {
        this.calls = calls;
        this.others = others;
    }

    void mount(@Observes Router router) {
        CallerPaths.place(router.post(BETA + "*")).handler(context -> {
            if (!serve(context, BETA)) {
                context.next();
            }
        });
        CallerPaths.place(router.post("/v1beta/models"))
                .handler(context -> others.only(context, HttpMethod.GET, gemini));
    }

    /**
     * Serves the method that the path names.
     *
     * @param prefix what stands before the model
     * @return false when the path names none
     */
    boolean serve(RoutingContext context, String prefix) {
        String whole = Calls.path(context.request());
        // The route's star matches nothing as well.
        String path = whole.startsWith(prefix) ? whole.substring(prefix.length()) : "";
        int colon = path.lastIndexOf(':');
        Operation operation = colon <= 0 ? null : METHODS.get(path.substring(colon + 1));
        if (operation == null) {
            return false;
        }
        String model = ModelRoutes.decoded(path.substring(0, colon));
        boolean stream = path.endsWith(":streamGenerateContent");
        PathWords words = new PathWords(model, stream);
        if (stream && !"sse".equals(alt(context.request()))) {
            calls.serve(context.request(), operation, gemini, words, Form.ARRAY);
        } else {
            calls.serve(context.request(), operation, gemini, words);
        }
        return true;
    }

    private static @Nullable String alt(HttpServerRequest request) {
        return request.getParam("alt");
    }
}
