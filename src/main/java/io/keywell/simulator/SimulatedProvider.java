package io.keywell.simulator;

import io.keywell.core.Operation;
import io.keywell.simulator.FaultRule.Act;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.keywell.simulator.Verdict.Admitted;
import io.keywell.simulator.Verdict.Refused;
import io.keywell.simulator.Verdict.Rejected;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One look-alike: who asks, may it, what goes wrong, what is the answer. */
public final class SimulatedProvider {

    private static final String BEARER = "Bearer ";
    private static final String MODELS = modelList("gpt-4o", "gpt-4o-mini", "text-embedding-3-small");

    private final List<SimulatedPool> pools;
    private final Map<String, SimulatedKey> keys = new HashMap<>();
    private final FaultScript faults;
    private final ReplyComposer composer;
    private final Player player;
    private final int usualTokens;

    SimulatedProvider(
            String name, ProviderSettings settings, SimulatedTime time, FaultScript faults, ReplyComposer composer) {
        this.pools = settings.pools().stream()
                .map(pool -> new SimulatedPool(name, pool, time))
                .toList();
        this.faults = faults;
        this.composer = composer;
        this.player = new Player(settings.pace());
        this.usualTokens = settings.pace().tokens();
        for (SimulatedPool pool : pools) {
            pool.keys().forEach(key -> keys.put(key.secret(), key));
        }
    }

    /** What shall go wrong next. */
    public FaultScript faults() {
        return faults;
    }

    /** What the arbiter has seen, by pool. */
    public List<PoolReport> report() {
        return pools.stream().map(SimulatedPool::report).toList();
    }

    /** Starts the figures anew; what the windows hold stays. */
    public void resetReport() {
        pools.forEach(SimulatedPool::resetStatistics);
    }

    void models(Call call) {
        SimulatedKey key = authenticate(call);
        if (key != null) {
            call.countedBy(key.pool(), null);
            player.play(call, "", MODELS, faults.take(key, null));
        }
    }

    void answer(Call call, Operation operation, Buffer body) {
        SimulatedKey key = authenticate(call);
        if (key == null) {
            return;
        }
        call.countedBy(key.pool(), null);
        Ask ask;
        try {
            ask = AskReader.read(body.getBytes());
        } catch (IOException malformed) {
            call.fail(Errors.NOT_JSON, null);
            return;
        }
        ErrorAnswer wrong = check(operation, ask);
        if (wrong == null) {
            meter(call, operation, ask, key);
        } else {
            call.fail(wrong, ask.model);
        }
    }

    private @Nullable SimulatedKey authenticate(Call call) {
        String header = call.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.startsWith(BEARER)) {
            call.fail(Errors.NO_KEY, null);
            return null;
        }
        String secret = header.substring(BEARER.length());
        SimulatedKey key = keys.get(secret);
        if (key == null) {
            call.fail(Errors.invalidKey(SimulatedKey.alias(secret).replace("...", "sk-****")), null);
        }
        return key;
    }

    private static @Nullable ErrorAnswer check(Operation operation, Ask ask) {
        if (ask.model == null || ask.model.isEmpty()) {
            return Errors.NO_MODEL;
        }
        if (!ask.hasContent) {
            return Errors.missing(
                    switch (operation) {
                        case CHAT -> "messages";
                        case COMPLETIONS -> "prompt";
                        default -> "input";
                    });
        }
        if (ask.dimensions > EmbeddingBody.MOST_DIMENSIONS) {
            return Errors.invalidValue("dimensions", "at most " + EmbeddingBody.MOST_DIMENSIONS);
        }
        return null;
    }

    private void meter(Call call, Operation operation, Ask ask, SimulatedKey key) {
        long charge = operation == Operation.EMBEDDINGS ? ask.promptTokens() : ask.chargeOnArrival(usualTokens);
        Verdict verdict = key.pool().admit(key, charge);
        call.countedBy(key.pool(), verdict.standing());
        if (verdict instanceof Rejected rejected) {
            refuse(call, rejected.why(), ask);
        } else if (verdict instanceof Admitted) {
            call.entered();
            serve(call, operation, ask, key);
        }
    }

    private static void refuse(Call call, Refused why, Ask ask) {
        if (why.waitMillis() > 0) {
            call.response().putHeader("retry-after-ms", Long.toString(why.waitMillis()));
            call.response().putHeader("retry-after", Long.toString((why.waitMillis() + 999) / 1_000));
        }
        call.fail(Errors.rateLimit(why), ask.model);
    }

    private void serve(Call call, Operation operation, Ask ask, SimulatedKey key) {
        Act act = faults.take(key, ask.model);
        if (act != null) {
            key.pool().countFault(key);
        }
        if (operation == Operation.EMBEDDINGS) {
            player.play(call, ask.model, EmbeddingBody.of(ask), act);
        } else {
            player.play(call, composer.compose(operation, ask, key), act);
        }
    }

    private static String modelList(String... models) {
        StringBuilder json = new StringBuilder("{\"object\":\"list\",\"data\":[");
        for (String model : models) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",").append("{\"id\":\"");
            json.append(model).append("\",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"simulator\"}");
        }
        return json.append("]}").toString();
    }
}
