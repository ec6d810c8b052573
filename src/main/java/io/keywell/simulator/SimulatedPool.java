package io.keywell.simulator;

import io.keywell.core.Secret;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.Verdict.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider really limits: an organisation with its keys. All limits of a request are tested and charged in one
 * step; called from all event loops, locks for moments.
 */
final class SimulatedPool {

    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    private final String name;
    private final String organization;
    private final PoolLimits limits;
    private final SimulatedTime time;
    private final Meter requests;
    private final Meter tokens;
    private final Meter input;
    private final Meter output;
    private final Meter day;
    private final Purse purse;
    private final List<SimulatedKey> keys;
    private final Tally tally = new Tally();
    private long inFlight;
    private long mostInFlight;

    SimulatedPool(String provider, PoolSettings settings, SimulatedTime time) {
        this.name = settings.name();
        this.organization = "org-sim-" + provider + "-" + name;
        this.limits = settings.limits();
        this.time = time;
        this.requests = meter("requests per min (RPM)", "requests", limits.requestsPerMinute(), MINUTE);
        this.tokens = meter("tokens per min (TPM)", "tokens", limits.tokensPerMinute(), MINUTE);
        this.input = meter("input tokens per minute", "tokens", limits.inputTokensPerMinute(), MINUTE);
        this.output = meter("output tokens per minute", "tokens", limits.outputTokensPerMinute(), MINUTE);
        this.day = meter("requests per day (RPD)", "requests", limits.requestsPerDay(), DAY);
        this.purse = new Purse(settings.creditTokens());
        this.keys = settings.keys().stream().map(this::key).toList();
    }

    private Meter meter(String dimension, String type, long limit, long windowMillis) {
        Limiter limiter = limit == 0 ? null : limits.limiter().create(limit, windowMillis);
        return new Meter(dimension, type, limiter, windowMillis);
    }

    private SimulatedKey key(Secret secret) {
        return new SimulatedKey(secret, this);
    }

    String name() {
        return name;
    }

    /** The id that must never reach a caller of the gateway. */
    String organization() {
        return organization;
    }

    List<SimulatedKey> keys() {
        return keys;
    }

    synchronized Verdict admit(SimulatedKey key, Charge charge) {
        long now = time.millis();
        if (purse.isEmpty(now)) {
            tally.refused();
            key.tally().refused();
            return new Verdict.Broke(standing(now));
        }
        Refused why = check(charge, now);
        if (why != null) {
            return reject(key, why, charge, now);
        }
        requests.admit(1, now);
        tokens.admit(charge.tokens(), now);
        input.admit(charge.input(), now);
        output.admit(charge.output(), now);
        if (day.limits()) {
            day.admit(1, now);
        }
        purse.spend(charge.tokens());
        tally.admitted();
        key.tally().admitted();
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        return new Verdict.Admitted(standing(now));
    }

    /** @throws IllegalArgumentException the pool is not prepaid */
    synchronized void topUp(long tokens, long settlingMillis) {
        if (!purse.isPrepaid()) {
            throw new IllegalArgumentException("pool " + name + ": is not prepaid");
        }
        purse.topUp(tokens, time.millis() + settlingMillis);
    }

    synchronized String balance() {
        return BalanceBody.of(purse);
    }

    /** The answer to an admitted request has ended, in whatever way. */
    synchronized void leave() {
        inFlight--;
    }

    synchronized void countFault(SimulatedKey key) {
        tally.faulted();
        key.tally().faulted();
    }

    private Verdict reject(SimulatedKey key, Refused why, Charge charge, long now) {
        tally.refused();
        key.tally().refused();
        Refused told = why;
        if (limits.countRefused()) {
            requests.charge(1, now);
            day.charge(1, now);
            Refused after = check(charge, now);
            told = after == null ? why : after;
        }
        return new Verdict.Rejected(told, standing(now));
    }

    /** The limit that stands in the way for the longest time, so that the hint holds for all. */
    private @Nullable Refused check(Charge charge, long now) {
        if (limits.concurrent() > 0 && inFlight >= limits.concurrent()) {
            return new Refused("concurrent requests", "requests", limits.concurrent(), inFlight, 1, Refused.UNKNOWN);
        }
        Refused byTokens = longer(
                tokens.check(charge.tokens(), now),
                longer(input.check(charge.input(), now), output.check(charge.output(), now)));
        if (byTokens != null && byTokens.waitMillis() == Refused.NEVER) {
            return byTokens;
        }
        return longer(day.check(1, now), longer(requests.check(1, now), byTokens));
    }

    private static @Nullable Refused longer(@Nullable Refused one, @Nullable Refused other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        boolean never = one.waitMillis() == Refused.NEVER;
        return never || other.waitMillis() != Refused.NEVER && one.waitMillis() > other.waitMillis() ? one : other;
    }

    private Standing standing(long now) {
        return new Standing(
                (requests.limits() ? requests : day).allowance(now),
                tokens.allowance(now),
                input.allowance(now),
                output.allowance(now),
                day.allowance(now));
    }

    /** A copy of the figures at one moment. */
    synchronized PoolReport report() {
        return new PoolReport(
                name,
                limits.limiter(),
                purse.left(),
                tally.totals(),
                new PoolReport.Flight(limits.concurrent(), inFlight, mostInFlight),
                List.of(
                        spending("requests_per_minute", requests),
                        spending("tokens_per_minute", tokens),
                        spending("input_tokens_per_minute", input),
                        spending("output_tokens_per_minute", output),
                        spending("requests_per_day", day)),
                keys.stream()
                        .map(key -> new PoolReport.KeyTotals(
                                key.alias(), key.tally().totals()))
                        .toList());
    }

    private static PoolReport.Spending spending(String dimension, Meter meter) {
        return new PoolReport.Spending(dimension, meter.limit(), meter.worst(), meter.worstFixed(), meter.total());
    }

    /** Starts counting anew; what is in flight and what the windows hold stays. */
    synchronized void resetStatistics() {
        tally.reset();
        mostInFlight = inFlight;
        requests.resetStatistics();
        tokens.resetStatistics();
        input.resetStatistics();
        output.resetStatistics();
        day.resetStatistics();
        keys.forEach(key -> key.tally().reset());
    }
}
