package io.keywell.quota;

import io.keywell.core.Clock;
import io.keywell.core.Failure;
import io.keywell.core.Failure.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is not to be tried, until when and why. Safe for many threads: {@link #blockedUntil} takes no lock, and as long as
 * nothing cools every call of the request path costs one volatile read. Listeners are called outside the lock.
 *
 * <p>Around an attempt: {@link #enter} right before it, then exactly one of {@link #success}, {@link #report} and
 * {@link #leave}.
 */
public final class CoolDowns {

    /** Model names can be invented by callers, so what is known of them is bounded. */
    private static final int MOST = 10_000;

    private final Clock clock;
    private final DoubleSupplier random;
    private final CoolDownRules rules;
    private final CoolingStates states;
    private final CoolDownNews news = new CoolDownNews();

    /** @param random uniform in 0 (inclusive) to 1 (exclusive); called under the lock */
    public CoolDowns(Clock clock, DoubleSupplier random) {
        this(clock, random, MOST);
    }

    CoolDowns(Clock clock, DoubleSupplier random, int most) {
        this.clock = clock;
        this.random = random;
        this.rules = new CoolDownRules(random);
        this.states = new CoolingStates(most, clock.epochMillis());
    }

    /** Called with every cool-down that begins, changes or ends before its time, on the thread that caused it. */
    public void onChange(Consumer<CoolDown> listener) {
        news.toListeners(listener);
    }

    /** Called with what this replica finds out itself, not with what it {@link #learn}s; on the thread that caused it. */
    public void onOwnChange(Consumer<CoolDownChange> listener) {
        news.toPeers(listener);
    }

    /** Whether nothing cools and nothing opens again: then every subject may be tried, and no answer need be reported. */
    public boolean isEmpty() {
        return states.isEmpty();
    }

    /**
     * Whether the subject may be tried, as far as can be told without trying: the latest end over all scopes that cover
     * it, in epoch milliseconds; 0 = it may; {@link Long#MAX_VALUE} = not before somebody acts.
     */
    public long blockedUntil(Subject subject) {
        return states.isEmpty() ? 0 : states.blockedUntil(subject, clock.epochMillis());
    }

    /**
     * Asks for an attempt that follows at once. Where a long cool-down has just ended it may be the one probe, or not be in
     * the share that passes yet.
     *
     * @return 0 = go; otherwise epoch milliseconds at which to ask again
     */
    public long enter(Subject subject) {
        if (!states.anyCovers(subject)) {
            return 0;
        }
        synchronized (this) {
            long now = clock.epochMillis();
            long blocked = states.blockedUntil(subject, now);
            if (blocked != 0) {
                return blocked;
            }
            List<Cooling> covering = states.covering(subject);
            for (Cooling cooling : covering) {
                if (cooling.rampingAt(now) && random.getAsDouble() >= cooling.share(now)) {
                    return cooling.nextShareMillis(now);
                }
            }
            claimProbes(covering, now);
            return 0;
        }
    }

    /**
     * Asks for an attempt in spite of cool-downs whose end is only a guess; for when nothing else can be tried. One at a
     * time, and not before a quarter of the guessed time is over. True stands for an {@link #enter} that said go.
     */
    public synchronized boolean probeEarly(Subject subject) {
        long now = clock.epochMillis();
        List<Cooling> covering = states.covering(subject);
        for (Cooling cooling : covering) {
            boolean due = cooling.activeAt(now) ? cooling.earlyProbeDueAt(now) : cooling.blockedUntil(now) == 0;
            if (!due) {
                return false;
            }
        }
        claimProbes(covering, now);
        return true;
    }

    private void claimProbes(List<Cooling> covering, long now) {
        for (Cooling cooling : covering) {
            if (cooling.activeAt(now) || cooling.halfOpenAt(now)) {
                states.put(cooling.withProbe(now), now);
            }
        }
    }

    private void endProbes(Subject subject, long now) {
        for (Cooling cooling : states.covering(subject)) {
            if (cooling.probeOutAt(now)) {
                states.put(cooling.withoutProbe(), now);
            }
        }
    }

    /** The attempt was answered well: failure counts start again, and a probe opens what was closed. */
    public void success(Subject subject) {
        if (!states.anyCovers(subject)) {
            return;
        }
        List<CoolDown> opened = new ArrayList<>(1);
        long now = clock.epochMillis();
        synchronized (this) {
            for (Cooling cooling : states.covering(subject)) {
                CoolDown ended = answered(cooling, now);
                if (ended != null) {
                    opened.add(ended);
                }
            }
        }
        for (CoolDown ended : opened) {
            news.own(ended, new CoolDownChange.Recovered(ended.scope(), now));
        }
    }

    /** Returns the cool-down when this opens what was closed. */
    private @Nullable CoolDown answered(Cooling cooling, long now) {
        Cooling after = cooling.afterSuccess(now);
        if (after.forgettableAt(now)) {
            states.remove(cooling.coolDown().scope());
        } else if (after != cooling) {
            states.put(after, now);
        }
        boolean wasClosed = cooling.activeAt(now) || cooling.halfOpenAt(now);
        return wasClosed && !after.activeAt(now) ? after.coolDown() : null;
    }

    /** The attempt ended without a verdict, for example because the caller went away. */
    public void leave(Subject subject) {
        if (states.anyCovers(subject)) {
            synchronized (this) {
                endProbes(subject, clock.epochMillis());
            }
        }
    }

    /** The attempt failed. A caller's fault, and what a breaker counts, cool nothing. */
    public void report(Subject subject, Failure failure) {
        Scope scope = CoolDownRules.scope(subject, failure);
        if (scope == null) {
            leave(subject);
            return;
        }
        Cooling changed;
        long now = clock.epochMillis();
        synchronized (this) {
            changed = failed(scope, failure, now);
            endProbes(subject, now);
        }
        if (changed != null) {
            CoolDown coolDown = changed.coolDown();
            news.own(coolDown, new CoolDownChange.Cooled(coolDown, changed.failures(), now));
        }
    }

    private @Nullable Cooling failed(Scope scope, Failure failure, long now) {
        Cooling old = states.get(scope);
        boolean again = old != null && old.coolDown().cause() == failure.type();
        int before = old != null && again ? old.failures() : 0;
        CoolDown fresh = rules.coolDown(scope, failure, before + 1, now);
        int failures = fresh.source() == Source.GUESSED ? before + 1 : before;
        if (old != null && old.activeAt(now) && !old.probeOutAt(now)) {
            // It was on its way when the cool-down began: no further failure in a row.
            fresh = CoolDownRules.merge(old.coolDown(), fresh);
            failures = again ? before : failures;
        }
        boolean changes = old == null || fresh != old.coolDown();
        Cooling cooling = Cooling.start(fresh, failures);
        return changes && states.put(cooling, now) ? cooling : null;
    }

    /** Puts a cool-down in force as it is, in place of the scope's present one: for operators. */
    public void cool(CoolDown coolDown) {
        boolean kept;
        long now = clock.epochMillis();
        synchronized (this) {
            kept = states.put(Cooling.start(coolDown, 0), now);
        }
        if (kept) {
            news.own(coolDown, new CoolDownChange.Cooled(coolDown, 0, now));
        }
    }

    /** Takes what another replica has found out. Probes stay this replica's own. */
    public void learn(CoolDownChange change) {
        CoolDown changed;
        synchronized (this) {
            long now = clock.epochMillis();
            Cooling old = states.get(change.scope());
            if (change instanceof CoolDownChange.Cooled cooled) {
                changed = learned(old, cooled, now);
            } else if (old == null || old.coolDown().sinceMillis() > change.atMillis()) {
                changed = null;
            } else if (change instanceof CoolDownChange.Recovered) {
                changed = answered(old.withProbe(now), now);
            } else {
                states.remove(change.scope());
                changed = old.coolDown().endedAt(now);
            }
        }
        if (changed != null) {
            news.learned(changed);
        }
    }

    private @Nullable CoolDown learned(@Nullable Cooling old, CoolDownChange.Cooled cooled, long now) {
        CoolDown fresh = cooled.coolDown();
        if (!fresh.activeAt(now)) {
            return null;
        }
        Cooling next = Cooling.start(fresh, cooled.failures());
        if (old != null && old.activeAt(now)) {
            fresh = CoolDownRules.mergeLearned(old.coolDown(), fresh);
            int failures = Math.max(old.failures(), cooled.failures());
            next = new Cooling(fresh, failures, old.probeUntilMillis(), 0);
        }
        boolean changes = old == null || !fresh.equals(old.coolDown());
        return changes && states.put(next, now) ? fresh : null;
    }

    /** Ends a scope's cool-down and forgets its failures. */
    public void lift(Scope scope) {
        removeAll(scope::equals);
    }

    /** A key's secret was replaced: nothing that the old one did counts. */
    public void forget(String provider, String key) {
        removeAll(scope -> CoolDownRules.isOfKey(scope, provider, key));
    }

    private void removeAll(Predicate<Scope> which) {
        List<CoolDown> ended = new ArrayList<>(1);
        long now = clock.epochMillis();
        synchronized (this) {
            for (Cooling cooling : states.all()) {
                if (which.test(cooling.coolDown().scope())) {
                    states.remove(cooling.coolDown().scope());
                    ended.add(cooling.coolDown().endedAt(now));
                }
            }
        }
        for (CoolDown coolDown : ended) {
            news.own(coolDown, new CoolDownChange.Lifted(coolDown.scope(), now));
        }
    }

    /** The cool-downs in force, as they would be told to another replica. */
    public List<CoolDownChange.Cooled> inForce() {
        long now = clock.epochMillis();
        return states.all().stream()
                .filter(cooling -> cooling.activeAt(now))
                .map(cooling -> new CoolDownChange.Cooled(cooling.coolDown(), cooling.failures(), now))
                .toList();
    }

    /** The cool-downs in force. */
    public List<CoolDown> current() {
        return inForce().stream().map(CoolDownChange.Cooled::coolDown).toList();
    }

    /** Those in force that cover the subject. */
    public List<CoolDown> covering(Subject subject) {
        return states.inForce(subject, clock.epochMillis());
    }
}
