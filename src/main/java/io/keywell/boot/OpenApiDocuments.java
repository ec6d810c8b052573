package io.keywell.boot;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * The OpenAPI document is made when it is first asked for, by a worker: it takes long enough to be felt by the calls of an
 * event loop. Whoever asks meanwhile waits for the same one.
 */
@Singleton
final class OpenApiDocuments {

    private static final Logger LOG = Logger.getLogger(OpenApiDocuments.class);

    /** After the headers of {@link io.keywell.ingress.OperatorPaths}, before everything else. */
    private static final int EARLY = -99_999;

    private final Queue<Callable<?>> waiting = new ConcurrentLinkedQueue<>();

    void mount(@Observes Router router) {
        router.route("/q/openapi*").order(EARLY).handler(this::beforeAnswer);
    }

    void later(Callable<?> making) {
        waiting.add(making);
    }

    boolean made() {
        return waiting.isEmpty();
    }

    /** Blocks. Returns how many were left to make; one that fails stays to be tried again. */
    synchronized int make() throws Exception {
        int done = 0;
        for (Callable<?> next = waiting.peek(); next != null; next = waiting.peek()) {
            next.call();
            waiting.remove();
            done++;
        }
        return done;
    }

    private void beforeAnswer(RoutingContext context) {
        if (made()) {
            context.next();
        } else {
            context.vertx().executeBlocking(this::make, false).onComplete(made -> {
                if (made.failed()) {
                    LOG.error("The OpenAPI document could not be made; there is none until it can", made.cause());
                }
                context.next();
            });
        }
    }
}
