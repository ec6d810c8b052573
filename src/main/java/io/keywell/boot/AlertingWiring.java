package io.keywell.boot;

import io.keywell.alerting.Alerting;
import io.keywell.alerting.Alerting.Way;
import io.keywell.alerting.Post;
import io.keywell.alerting.Webhook;
import io.keywell.core.Clock;
import io.keywell.core.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Starts the notices to webhooks, when there are webhooks. */
@Singleton
final class AlertingWiring {

    private static final Logger LOG = Logger.getLogger(AlertingWiring.class);

    private static final long EVERY_MILLIS = 10_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final long ANSWER_MILLIS = 10_000;

    void start(
            @Observes StartupEvent event, AlertingSettings settings, MeterRegistry registry, Clock clock, Vertx vertx) {
        List<Webhook> hooks = settings.webhooks().entrySet().stream()
                .map(hook -> hook(hook.getKey(), hook.getValue()))
                .toList();
        if (hooks.isEmpty()) {
            return;
        }
        Way way = new Way(
                post(vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS))),
                (millis, task) -> vertx.setTimer(Math.max(1, millis), ignored -> task.run()));
        Alerting alerting = new Alerting(hooks, host(), settings.repeat().toMillis(), settings.perMinute(), clock, way);
        MeterView view = new MeterView(registry);
        vertx.setPeriodic(EVERY_MILLIS, ignored -> vertx.executeBlocking(() -> look(alerting, view), true));
        LOG.infof("Notices go to %s", hooks);
    }

    /** A look that breaks must not end those that follow. */
    private static boolean look(Alerting alerting, MeterView view) {
        try {
            alerting.look(view.situation());
            return true;
        } catch (RuntimeException e) {
            LOG.error("The state of the gateway could not be looked at; no notice is sent of it", e);
            return false;
        }
    }

    private static Webhook hook(String name, AlertingSettings.Hook hook) {
        return new Webhook(
                name, hook.url(), hook.format(), hook.secret().map(Secret::new).orElse(null));
    }

    static Post post(HttpClient client) {
        return (url, headers, body) -> client.request(
                        new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url.toString()))
                .compose(request -> send(request.idleTimeout(ANSWER_MILLIS), headers.entrySet(), body))
                .toCompletionStage();
    }

    private static Future<Integer> send(
            HttpClientRequest request, Iterable<Map.Entry<String, String>> headers, byte[] body) {
        headers.forEach(header -> request.putHeader(header.getKey(), header.getValue()));
        return request.send(Buffer.buffer(body))
                .compose(response -> response.end().map(response.statusCode()));
    }

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "keywell";
        }
    }
}
