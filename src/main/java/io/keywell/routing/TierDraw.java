package io.keywell.routing;

import io.keywell.catalog.Key;
import io.keywell.catalog.Model.Place;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the places of a tier in a random order, each at most once, with two contenders at a time: the better
 * one is tried, the other one meets the next. Costs a look at two places when the first try succeeds. A conversation has a
 * home, which is looked at first and preferred as long as enough is left there.
 */
final class TierDraw {

    /** Beyond so many keys one is drawn blindly first: most are free, and to look at all of them takes time. */
    private static final int FEW_KEYS = 16;

    /** How often. When nine of ten keys are blocked, about one request in a thousand has to look at all. */
    private static final int BLIND_DRAWS = 64;

    /** A conversation leaves its pool when less than this share of it is left. */
    private static final double HOME_HEADROOM = 0.25;

    private final Plan plan;
    private final Conditions conditions;
    private final @Nullable String only;
    private final ToLongFunction<Candidate> take;
    private final long nowMillis;
    private long earliest = Long.MAX_VALUE;

    TierDraw(Plan plan, Conditions conditions, @Nullable String only, ToLongFunction<Candidate> take) {
        this.plan = plan;
        this.conditions = conditions;
        this.only = only;
        this.take = take;
        this.nowMillis = conditions.nowMillis();
    }

    /** The soonest epoch millisecond at which a place that was refused may be free. */
    long earliestMillis() {
        return earliest;
    }

    @Nullable
    Candidate draw(List<Place> places, int from, int to) {
        int size = to - from;
        int homeAt = home(places, from, size);
        int start = homeAt >= 0 ? homeAt : size == 1 ? 0 : conditions.random(size);
        int step = stepFor(size);
        Candidate contender = null;
        Candidate home = null;
        for (int i = 0; i < size; i++) {
            Candidate next = eligible(places.get(from + (int) ((start + (long) i * step) % size)));
            if (next == null) {
                continue;
            }
            if (contender == null) {
                contender = next;
                home = homeAt >= 0 && i == 0 ? next : null;
                continue;
            }
            boolean nextIsBetter = score(next) > score(contender) && !(contender == home && asHeavy(home, next));
            if (taken(nextIsBetter ? next : contender)) {
                return nextIsBetter ? next : contender;
            }
            contender = nextIsBetter ? contender : next;
        }
        return contender != null && taken(contender) ? contender : null;
    }

    /** A step that shares no divisor with the size visits every place once. */
    private int stepFor(int size) {
        if (size <= 2) {
            return 1;
        }
        int step = 1 + conditions.random(size - 1);
        while (gcd(step, size) != 1) {
            step++;
        }
        return step;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private boolean taken(Candidate candidate) {
        long retryAt = take.applyAsLong(candidate);
        if (retryAt == 0) {
            return true;
        }
        earliest = Math.min(earliest, retryAt);
        return false;
    }

    /**
     * Where the provider may have cached the conversation's beginning; -1 = nowhere. Not in a pool without any limit: it
     * would get everything that begins alike.
     */
    private int home(List<Place> places, int from, int size) {
        if (plan.conversation() == 0 || size == 1) {
            return -1;
        }
        int at = Math.floorMod(plan.conversation(), size);
        LimitRule rule = places.get(from + at).rule();
        double headroom = conditions.headroom(rule);
        boolean limited = !rule.limits().isEmpty() || headroom < 1;
        return limited && headroom >= HOME_HEADROOM ? at : -1;
    }

    private static boolean asHeavy(Candidate home, Candidate other) {
        return home.target().weight() >= other.target().weight();
    }

    private double score(Candidate candidate) {
        return conditions.headroom(candidate.rule()) * candidate.target().weight();
    }

    private @Nullable Candidate eligible(Place place) {
        if (!plan.allows(place.target())
                || (only != null && !only.equals(place.pool().provider()))) {
            return null;
        }
        Key key = key(place);
        return key == null ? null : new Candidate(place.target(), place.pool(), key, place.rule());
    }

    /** A free key of the pool, by weight; null when none is, and then the soonest end of what blocks one is noted. */
    private @Nullable Key key(Place place) {
        Pool pool = place.pool();
        if (pool.keys().size() > FEW_KEYS) {
            long blockedUntil = conditions.blockedUntil(place.target(), pool, place.rule());
            if (blockedUntil > 0) {
                earliest = Math.min(earliest, blockedUntil);
                return null;
            }
            for (int i = 0; i < BLIND_DRAWS; i++) {
                Key drawn = pool.shares().at(conditions.random(pool.shares().total()));
                if (free(place, drawn)) {
                    return drawn;
                }
            }
        }
        return amongAll(place, pool);
    }

    private @Nullable Key amongAll(Place place, Pool pool) {
        Key chosen = null;
        int weights = 0;
        for (int i = 0; i < pool.keys().size(); i++) {
            Key key = pool.keys().get(i);
            if (!free(place, key)) {
                continue;
            }
            weights += key.weight();
            if (chosen == null || conditions.random(weights) < key.weight()) {
                chosen = key;
            }
        }
        return chosen;
    }

    private boolean free(Place place, Key key) {
        if (!key.usableFor(place.target().upstreamModel(), nowMillis) || plan.isUsed(place.target(), key)) {
            return false;
        }
        long blockedUntil = conditions.blockedUntil(place.target(), place.pool(), key, place.rule());
        if (blockedUntil > 0) {
            earliest = Math.min(earliest, blockedUntil);
            return false;
        }
        return true;
    }
}
