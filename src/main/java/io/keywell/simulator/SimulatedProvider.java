package io.keywell.simulator;

import io.keywell.core.Operation;
import io.keywell.simulator.FaultRule.Act;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.keywell.simulator.Verdict.Admitted;
import io.keywell.simulator.Verdict.Broke;
import io.keywell.simulator.Verdict.Rejected;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One look-alike: who asks, may it, what goes wrong, what is the answer. */
public final class SimulatedProvider {

    private final Family family;
    private final List<SimulatedPool> pools;
    private final Map<String, SimulatedKey> keys = new HashMap<>();
    private final FaultScript faults;
    private final ReplyComposer composer;
    private final Player player;
    private final int usualTokens;
    private final long clockAheadMillis;

    SimulatedProvider(
            String name, ProviderSettings settings, SimulatedTime time, FaultScript faults, ReplyComposer composer) {
        this.family = settings.family();
        this.pools = settings.pools().stream()
                .map(pool -> new SimulatedPool(name, pool, time))
                .toList();
        this.faults = faults;
        this.composer = composer;
        this.player = new Player(settings.pace());
        this.usualTokens = settings.pace().tokens();
        this.clockAheadMillis = settings.clockAhead().toMillis();
        for (SimulatedPool pool : pools) {
            pool.keys().forEach(key -> keys.put(family.questions().presented(key.secret()), key));
        }
    }

    Family family() {
        return family;
    }

    long clockAheadMillis() {
        return clockAheadMillis;
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
            player.play(call, "", family.answers().models(), faults.take(key, null));
        }
    }

    /**
     * Pays for more tokens of a prepaid pool.
     *
     * @param settling for so long each second call still finds the purse empty
     */
    public void topUp(String pool, long tokens, Duration settling) {
        SimulatedPool filled = pools.stream()
                .filter(candidate -> candidate.name().equals(pool))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("pool: unknown '" + pool + "'"));
        filled.topUp(tokens, settling.toMillis());
    }

    void balance(Call call) {
        SimulatedKey key = authenticate(call);
        if (key != null) {
            player.play(call, "", key.pool().balance(), faults.take(key, null));
        }
    }

    void answer(Call call, Route.Asking asking, Buffer body) {
        SimulatedKey key = authenticate(call);
        if (key == null) {
            return;
        }
        call.countedBy(key.pool(), null);
        ErrorAnswer forged = family.questions().forged(call.request(), body, key.secret(), call.nowMillis());
        if (forged != null) {
            call.fail(forged, asking.model());
            return;
        }
        Ask ask;
        try {
            ask = family.questions().read(asking, call.request(), body);
        } catch (IOException malformed) {
            call.fail(family.errors().notJson(), null);
            return;
        }
        ErrorAnswer wrong = family.questions().mistake(call.request(), asking.operation(), ask);
        if (wrong == null) {
            meter(call, asking.operation(), ask, key);
        } else {
            call.fail(wrong, ask.model);
        }
    }

    private @Nullable SimulatedKey authenticate(Call call) {
        String secret = family.questions().secret(call.request());
        if (secret == null && family.questions().keyless()) {
            return pools.get(0).keys().get(0);
        }
        if (secret == null) {
            call.fail(family.errors().noKey(), null);
            return null;
        }
        SimulatedKey key = keys.get(secret);
        if (key == null) {
            call.fail(family.errors().invalidKey(SimulatedKey.alias(secret)), null);
        }
        return key;
    }

    private void meter(Call call, Operation operation, Ask ask, SimulatedKey key) {
        Verdict verdict = key.pool().admit(key, family.questions().charge(operation, ask, usualTokens));
        call.countedBy(key.pool(), verdict.standing());
        if (verdict instanceof Rejected rejected) {
            call.fail(family.errors().rateLimit(rejected.why()), ask.model);
        } else if (verdict instanceof Broke) {
            call.fail(Objects.requireNonNull(family.errors().of(Fault.INSUFFICIENT_QUOTA)), ask.model);
        } else if (verdict instanceof Admitted) {
            call.entered();
            serve(call, operation, ask, key);
        }
    }

    private void serve(Call call, Operation operation, Ask ask, SimulatedKey key) {
        Act act = faults.take(key, ask.model);
        if (act != null) {
            key.pool().countFault(key);
        }
        String document = family.answers().document(operation, ask);
        if (document != null) {
            player.play(call, ask.model, document, act);
        } else {
            player.play(call, composer.compose(operation, ask, key), act);
        }
    }
}
