package io.keywell.upstream;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Key;
import io.keywell.catalog.Model;
import io.keywell.catalog.Model.Target;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import io.keywell.core.Clock;
import io.keywell.core.Operation;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.Subject;
import io.keywell.routing.Candidate;
import io.keywell.routing.Conditions;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The present as plans see it: quota, cool-downs, breakers, time. */
@Singleton
public class Present implements Conditions {

    private final CatalogRef catalog;
    private final QuotaStore store;
    private final CoolDowns coolDowns;
    private final TargetGuards guards;
    private final Clock clock;
    private final RandomGenerator random;

    public Present(
            CatalogRef catalog,
            QuotaStore store,
            CoolDowns coolDowns,
            TargetGuards guards,
            Clock clock,
            RandomGenerator random) {
        this.catalog = catalog;
        this.store = store;
        this.coolDowns = coolDowns;
        this.guards = guards;
        this.clock = clock;
        this.random = random;
    }

    /** Told whenever something may be free earlier than it was said before. */
    void onFreed(Runnable listener) {
        store.onFreed(listener);
        coolDowns.onChange(ignored -> listener.run());
        catalog.onReplace(ignored -> listener.run());
    }

    /** A walk that outlives a catalog goes on with the new one: who waits gets keys that were added meanwhile. */
    void follow(Walk walk) {
        Catalog now = catalog.current();
        if (now != walk.catalog()) {
            Model model = walk.exchange().operation() == Operation.PASSTHROUGH
                    ? now.passthrough(walk.exchange().model())
                    : now.resolve(walk.plan().model().name());
            walk.follow(now, model);
        }
    }

    /** What a name leads to now; null for none. */
    @Nullable
    Model model(String name) {
        return catalog.current().resolve(name);
    }

    QuotaAccount account(LimitRule rule) {
        return store.account(rule.account(), rule.limits());
    }

    @Override
    public long nowMillis() {
        return clock.epochMillis();
    }

    @Override
    public long blockedUntil(Target target, Pool pool, Key key, LimitRule rule) {
        long rests = guards.restsUntil(target);
        if (coolDowns.isEmpty()) {
            return rests;
        }
        return Math.max(rests, coolDowns.blockedUntil(Signals.subject(target, pool, key.name(), rule)));
    }

    @Override
    public long blockedUntil(Target target, Pool pool, LimitRule rule) {
        long rests = guards.restsUntil(target);
        if (coolDowns.isEmpty()) {
            return rests;
        }
        return Math.max(rests, coolDowns.blockedUntil(Signals.subject(target, pool, Subject.NO_KEY, rule)));
    }

    /** Asks cool-downs and breakers for an attempt that follows; 0 = go, else the epoch millisecond at which to ask again. */
    long enter(Candidate candidate) {
        long cooling = coolDowns.isEmpty() ? 0 : coolDowns.enter(Signals.subject(candidate));
        return cooling != 0 ? cooling : guards.enter(candidate.target());
    }

    /** The attempt that was asked for is not made. */
    void leave(Candidate candidate) {
        if (!coolDowns.isEmpty()) {
            coolDowns.leave(Signals.subject(candidate));
        }
    }

    @Override
    public double headroom(LimitRule rule) {
        return account(rule).headroom();
    }

    @Override
    public int random(int bound) {
        return random.nextInt(bound);
    }
}
