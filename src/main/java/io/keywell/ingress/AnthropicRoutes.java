package io.keywell.ingress;

import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.Protocol.PathWords;
import io.keywell.protocol.dialect.Protocols;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Anthropic's paths. */
@ApplicationScoped
public class AnthropicRoutes {

    private final Calls calls;
    private final OtherPaths others;

    public AnthropicRoutes(Calls calls, OtherPaths others) {
        this.calls = calls;
        this.others = others;
    }

    void mount(@Observes Router router) {
        Protocol anthropic = Protocols.of(Dialect.ANTHROPIC);
        post(router, "/v1/messages", Operation.CHAT, anthropic);
        post(router, "/v1/messages/count_tokens", Operation.COUNT_TOKENS, anthropic);
    }

    private void post(Router router, String path, Operation operation, Protocol protocol) {
        CallerPaths.place(router.post(path))
                .handler(context -> calls.serve(context.request(), operation, protocol, PathWords.NONE));
        others.postOnly(router, path, protocol);
    }
}
