package io.keywell.ingress;

import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.Protocol.PathWords;
import io.keywell.protocol.dialect.Protocols;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** OpenAI's paths: what is posted to a model. */
@ApplicationScoped
public class OpenAiRoutes {

    private final Calls calls;
    private final OtherPaths others;

    public OpenAiRoutes(Calls calls, OtherPaths others) {
        this.calls = calls;
        this.others = others;
    }

    void mount(@Observes Router router) {
        Protocol openAi = Protocols.of(Dialect.OPENAI);
        post(router, "/v1/chat/completions", Operation.CHAT, openAi);
        post(router, "/v1/responses", Operation.CHAT, Protocols.of(Dialect.RESPONSES));
        post(router, "/v1/completions", Operation.COMPLETIONS, openAi);
        post(router, "/v1/embeddings", Operation.EMBEDDINGS, openAi);
        post(router, "/v1/moderations", Operation.MODERATIONS, openAi);
        post(router, "/v1/images/generations", Operation.IMAGES, openAi);
        post(router, "/v1/audio/speech", Operation.SPEECH, openAi);
        post(router, "/v1/rerank", Operation.RERANK, openAi);
        upload(router, "/v1/audio/transcriptions", Operation.TRANSCRIPTIONS, openAi);
        upload(router, "/v1/audio/translations", Operation.TRANSLATIONS, openAi);
        upload(router, "/v1/images/edits", Operation.IMAGE_EDITS, openAi);
        upload(router, "/v1/images/variations", Operation.IMAGE_VARIATIONS, openAi);
    }

    private void upload(Router router, String path, Operation operation, Protocol protocol) {
        CallerPaths.place(router.post(path)).handler(context -> calls.upload(context.request(), operation, protocol));
        others.postOnly(router, path, protocol);
    }

    private void post(Router router, String path, Operation operation, Protocol protocol) {
        CallerPaths.place(router.post(path))
                .handler(context -> calls.serve(context.request(), operation, protocol, PathWords.NONE));
        others.postOnly(router, path, protocol);
    }
}
