package io.keywell.upstream;

import io.keywell.catalog.Model.Target;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import io.keywell.core.Bytes;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Observation;
import io.keywell.provider.HeaderView;
import io.keywell.provider.ProviderAdapter;
import io.keywell.provider.Vendors;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.RefusalLimits;
import io.keywell.quota.Subject;
import io.keywell.routing.Candidate;
import jakarta.inject.Singleton;

/** Every upstream answer becomes signals before it becomes anything else: quota learns, cool-downs begin or end. */
@Singleton
public class Signals {

    private final CoolDowns coolDowns;
    private final Clock clock;
    private final UnknownFailures unknown;
    private final RefusalLimits refusals;

    public Signals(CoolDowns coolDowns, Clock clock) {
        this.coolDowns = coolDowns;
        this.clock = clock;
        this.unknown = new UnknownFailures(clock);
        this.refusals = new RefusalLimits(clock);
    }

    ProviderAdapter adapter(Candidate candidate) {
        return Vendors.adapter(candidate.target().provider());
    }

    /** A good head: what its rate headers say. */
    void answered(Turn turn, HeaderView headers) {
        QuotaAccount account = turn.account();
        adapter(turn.candidate()).observe(headers, clock.epochMillis(), word -> {
            account.observe(word);
            refusals.named(account, word);
        });
        refusals.answered(account);
        if (!coolDowns.isEmpty()) {
            coolDowns.success(subject(turn.candidate()));
        }
    }

    /** The attempt ended without a verdict on the candidate. */
    void left(Turn turn) {
        if (!coolDowns.isEmpty()) {
            coolDowns.leave(subject(turn.candidate()));
        }
    }

    /** A bad head and its body, classified; its cool-down is in force when this returns. */
    Failure refused(Turn turn, int status, HeaderView headers, Bytes body) {
        return learned(turn, classified(turn, status, headers, body));
    }

    /**
     * The same for a pass-through call, and for one that not every model has: that something is not to be had, or not by this
     * key, says nothing about the key's other calls.
     */
    Failure refusedApart(Turn turn, int status, HeaderView headers, Bytes body) {
        Failure failure = classified(turn, status, headers, body);
        if (failure.type() == FailureClass.FORBIDDEN || failure.type() == FailureClass.MODEL_MISSING) {
            left(turn);
            return failure;
        }
        return learned(turn, failure);
    }

    private Failure classified(Turn turn, int status, HeaderView headers, Bytes body) {
        ProviderAdapter adapter = adapter(turn.candidate());
        adapter.observe(headers, clock.epochMillis(), turn.account()::observe);
        Failure failure = adapter.classify(status, headers, body, clock.epochMillis());
        unknown.note(turn.candidate().provider(), status, body, failure);
        return failure;
    }

    /** An error that came inside a good answer. */
    Failure inside(Turn turn, Bytes error) {
        return learned(turn, adapter(turn.candidate()).classifyInside(error, clock.epochMillis()));
    }

    /** Something that is no answer: a broken connection, silence. */
    Failure broken(Turn turn, FailureClass type) {
        return learned(turn, Failure.of(type));
    }

    private Failure learned(Turn turn, Failure failure) {
        if (failure.type() == FailureClass.TOO_BIG_FOR_POOL && failure.limit() > 0) {
            Dimension named = failure.dimension();
            turn.account()
                    .observe(new Observation(
                            named == null ? Dimension.TOKENS_PER_MINUTE : named, failure.limit(), -1, 0));
        }
        refusals.refused(turn.account(), failure);
        coolDowns.report(subject(turn.candidate()), failure);
        return failure;
    }

    static Subject subject(Candidate c) {
        return subject(c.target(), c.pool(), c.key().name(), c.rule());
    }

    static Subject subject(Target target, Pool pool, String key, LimitRule rule) {
        return new Subject(
                pool.provider(),
                pool.name(),
                pool.billing(),
                key,
                target.upstreamModel(),
                rule.models().pattern());
    }
}
