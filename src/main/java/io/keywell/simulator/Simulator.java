package io.keywell.simulator;

import io.keywell.core.Clock;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * The look-alikes under {@code /simulator/NAME}: the paths of its family as the provider serves them, {@code _faults} to say what
 * shall go wrong, {@code _credit} to fill purses, {@code _stats} for what was seen. Serves all event loops.
 */
public final class Simulator implements Handler<HttpServerRequest> {

    public static final String PATH = "/simulator/";

    private final Map<String, SimulatedProvider> providers = new TreeMap<>();
    private final SimulatedTime time;
    private final Timers timers;
    private final AtomicLong ids = new AtomicLong();

    /** @param random decides on faults that have a probability; called under a lock */
    public Simulator(SimulatorSettings settings, Clock clock, Timers timers, RandomGenerator random) {
        this.time = new SimulatedTime(clock);
        this.timers = timers;
        settings.providers().forEach((name, provider) -> {
            Answers answers = provider.family().answers();
            ReplyComposer composer =
                    new ReplyComposer(name, answers, provider.pace().tokens(), time, ids);
            providers.put(name, new SimulatedProvider(name, provider, time, new FaultScript(random), composer));
        });
    }

    /** The look-alike of that name, which must be configured. */
    public SimulatedProvider provider(String name) {
        SimulatedProvider provider = providers.get(name);
        if (provider == null) {
            throw new IllegalArgumentException("no simulated provider " + name + ", there are " + providers.keySet());
        }
        return provider;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Call call = new Call(request, timers, time, "req_sim_" + Long.toHexString(ids.incrementAndGet()));
        String path = path(request);
        int end = path.startsWith(PATH) ? path.indexOf('/', PATH.length()) : -1;
        SimulatedProvider provider = end < 0 ? null : providers.get(path.substring(PATH.length(), end));
        if (provider == null) {
            unknown(call);
        } else {
            route(call, provider, path.substring(end));
        }
    }

    private static void route(Call call, SimulatedProvider provider, String path) {
        call.speaks(provider.family(), provider.clockAheadMillis());
        switch (path) {
            case "/_faults" -> call.body(body -> Backstage.faults(call, provider.faults(), body));
            case "/_credit" -> call.body(body -> Backstage.credit(call, provider, body));
            case "/_stats" -> call.body(body -> Backstage.statistics(call, provider));
            default -> ask(call, provider, path);
        }
    }

    private static void ask(Call call, SimulatedProvider provider, String path) {
        Route route = provider.family().questions().route(call.request().method(), path);
        if (route instanceof Route.Asking asking) {
            call.body(body -> provider.answer(call, asking, body));
        } else if (route instanceof Route.Models) {
            call.request().resume();
            provider.models(call);
        } else if (route instanceof Route.Balance) {
            call.request().resume();
            provider.balance(call);
        } else {
            unknown(call);
        }
    }

    private static void unknown(Call call) {
        call.request().resume();
        ErrorWords errors = call.family().errors();
        call.fail(errors.unknownPath(call.request().method().name(), path(call.request())), null);
    }

    /** Empty when the request has none, as {@code OPTIONS *}. */
    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }
}
