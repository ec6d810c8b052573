package io.keywell.quota;

import io.keywell.core.Dimension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Cool-downs by scope, with a bit for each kind of scope that has any, so that a look-up tries only those. Reads by any
 * thread; changes by one thread at a time.
 */
final class CoolingStates {

    private static final int KEY = 0;
    private static final int KEY_MODEL = 1;
    private static final int BILLING = 2;
    private static final int PROVIDER_MODEL = 3;
    private static final int POOL = 4;
    private static final int POOL_MODEL = 5;

    /** A pool's models have a kind for each dimension, after the one without. */
    private static final Dimension[] DIMENSIONS = Dimension.values();

    private static final long PURGE_MILLIS = 60_000;
    private static final long FULL_PURGE_MILLIS = 1_000;

    private final int most;
    private final Map<Scope, Cooling> states = new ConcurrentHashMap<>();
    private final int[] counts = new int[POOL_MODEL + 1 + DIMENSIONS.length];
    private volatile int present;
    private long purgedAtMillis;

    /** @param most beyond this many, only scopes that configuration bounds (keys, purses) are added */
    CoolingStates(int most, long nowMillis) {
        this.most = most;
        this.purgedAtMillis = nowMillis;
    }

    boolean isEmpty() {
        return present == 0;
    }

    @Nullable
    Cooling get(Scope scope) {
        return states.get(scope);
    }

    Collection<Cooling> all() {
        return states.values();
    }

    /** The latest time at which one that covers the subject says to ask again; 0 = none does. */
    long blockedUntil(Subject subject, long now) {
        long until = 0;
        for (int kinds = present; kinds != 0; kinds &= kinds - 1) {
            Cooling cooling = states.get(scope(subject, Integer.numberOfTrailingZeros(kinds)));
            if (cooling != null) {
                until = Math.max(until, cooling.blockedUntil(now));
            }
        }
        return until;
    }

    boolean anyCovers(Subject subject) {
        for (int kinds = present; kinds != 0; kinds &= kinds - 1) {
            if (states.containsKey(scope(subject, Integer.numberOfTrailingZeros(kinds)))) {
                return true;
            }
        }
        return false;
    }

    /** Those that cover the subject. */
    List<Cooling> covering(Subject subject) {
        List<Cooling> covering = new ArrayList<>(2);
        for (int kinds = present; kinds != 0; kinds &= kinds - 1) {
            Cooling cooling = states.get(scope(subject, Integer.numberOfTrailingZeros(kinds)));
            if (cooling != null) {
                covering.add(cooling);
            }
        }
        return covering;
    }

    /** The cool-downs in force that cover the subject. */
    List<CoolDown> inForce(Subject subject, long now) {
        return covering(subject).stream()
                .filter(cooling -> cooling.activeAt(now))
                .map(Cooling::coolDown)
                .toList();
    }

    /** Returns false when it is not kept because there are too many already. */
    boolean put(Cooling cooling, long now) {
        Scope scope = cooling.coolDown().scope();
        purge(now);
        int kind = kind(scope);
        boolean bounded = kind == KEY || kind == BILLING || kind == POOL;
        if (!bounded && states.size() >= most && !states.containsKey(scope)) {
            return false;
        }
        if (states.put(scope, cooling) == null && counts[kind]++ == 0) {
            present |= 1 << kind;
        }
        return true;
    }

    void remove(Scope scope) {
        int kind = kind(scope);
        if (states.remove(scope) != null && --counts[kind] == 0) {
            present &= ~(1 << kind);
        }
    }

    /** Now and then lets go of what is over. */
    private void purge(long now) {
        long every = states.size() >= most ? FULL_PURGE_MILLIS : PURGE_MILLIS;
        if (now - purgedAtMillis < every && now >= purgedAtMillis) {
            return;
        }
        purgedAtMillis = now;
        for (Cooling cooling : states.values()) {
            if (cooling.forgettableAt(now)) {
                remove(cooling.coolDown().scope());
            }
        }
    }

    private static int kind(Scope scope) {
        if (scope instanceof Scope.PoolModelDimension pool) {
            Dimension dimension = pool.dimension();
            return dimension == null ? POOL_MODEL : POOL_MODEL + 1 + dimension.ordinal();
        }
        if (scope instanceof Scope.Key) {
            return KEY;
        }
        if (scope instanceof Scope.KeyModel) {
            return KEY_MODEL;
        }
        if (scope instanceof Scope.Pool) {
            return POOL;
        }
        return scope instanceof Scope.Billing ? BILLING : PROVIDER_MODEL;
    }

    private static Scope scope(Subject subject, int kind) {
        return switch (kind) {
            case KEY -> new Scope.Key(subject.provider(), subject.key());
            case KEY_MODEL -> new Scope.KeyModel(subject.provider(), subject.key(), subject.upstreamModel());
            case BILLING -> new Scope.Billing(subject.provider(), subject.billing());
            case POOL -> new Scope.Pool(subject.provider(), subject.pool());
            case PROVIDER_MODEL -> new Scope.ProviderModel(subject.provider(), subject.upstreamModel());
            default ->
                new Scope.PoolModelDimension(
                        subject.provider(),
                        subject.pool(),
                        subject.modelGroup(),
                        kind == POOL_MODEL ? null : DIMENSIONS[kind - POOL_MODEL - 1]);
        };
    }
}
