package io.keywell.routing;

import io.keywell.catalog.Key;
import io.keywell.catalog.Model;
import io.keywell.catalog.Model.Place;
import io.keywell.catalog.Model.Target;
import io.keywell.core.Exchange.Fallback;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one request, drawn one after the other: lowest tier first; inside a tier the better of two random
 * ones by headroom, so that replicas do not herd. A plan belongs to one request and is used by one thread at a time.
 */
public final class Plan {

    private Model model;
    private final Fallback fallback;
    private final Predicate<Target> able;
    private final int conversation;
    private final List<Candidate> spent = new ArrayList<>(2);
    private final List<Candidate> broken = new ArrayList<>(2);
    private boolean secondChanceGiven;
    private @Nullable Target first;

    /** The plan of a request that might go anywhere. */
    public Plan(Model model, Fallback fallback, Predicate<Target> able) {
        this(model, fallback, able, 0);
    }

    /**
     * @param able whether a target can serve this kind of request at all
     * @param conversation the same for requests that begin alike and should meet the same pool; 0 = none
     */
    public Plan(Model model, Fallback fallback, Predicate<Target> able, int conversation) {
        this.model = model;
        this.fallback = fallback;
        this.able = able;
        this.conversation = conversation;
    }

    public Model model() {
        return model;
    }

    int conversation() {
        return conversation;
    }

    /** The model as a new catalog has it: what was tried stays tried, new keys and pools count from now on. */
    public void follow(Model current) {
        model = current;
    }

    /**
     * Goes through the eligible candidates, best first, until {@code take} accepts one.
     *
     * @param only the one provider to draw from, null for all
     * @param take takes the candidate's permit; returns 0 when it did, else the epoch millisecond of the next chance
     * @return what was taken or when something may be
     */
    public Draw draw(Conditions conditions, @Nullable String only, ToLongFunction<Candidate> take) {
        List<Place> places = model.places();
        long earliest = Long.MAX_VALUE;
        for (int from = 0, to; from < places.size(); from = to) {
            to = endOfTier(places, from);
            TierDraw tier = new TierDraw(this, conditions, only, take);
            Candidate drawn = tier.draw(places, from, to);
            if (drawn != null) {
                first = first == null ? drawn.target() : first;
                return new Draw(drawn, 0);
            }
            earliest = Math.min(earliest, tier.earliestMillis());
        }
        return new Draw(null, earliest);
    }

    /** The places stand in the order of their tiers, and there may be very many. */
    private static int endOfTier(List<Place> places, int from) {
        int tier = places.get(from).target().tier();
        int inside = from;
        int beyond = places.size();
        while (beyond - inside > 1) {
            int middle = (inside + beyond) >>> 1;
            if (places.get(middle).target().tier() == tier) {
                inside = middle;
            } else {
                beyond = middle;
            }
        }
        return beyond;
    }

    /** The candidate was tried and is not drawn again. */
    public void spend(Candidate candidate) {
        spent.add(candidate);
    }

    /** The candidate broke or was silent: it is drawn again only by a {@link #secondChance()}. */
    public void setAside(Candidate candidate) {
        (secondChanceGiven ? spent : broken).add(candidate);
    }

    /** Makes what was set aside drawable once more; false when there is nothing, or it was given before. */
    public boolean secondChance() {
        if (secondChanceGiven || broken.isEmpty()) {
            return false;
        }
        secondChanceGiven = true;
        broken.clear();
        return true;
    }

    /** Whether the request may go to another candidate after one failed. */
    public boolean mayMove() {
        return fallback != Fallback.NONE;
    }

    /** Whether the target can serve the request and the caller lets it go there. */
    public boolean allows(Target target) {
        if (!able.test(target)) {
            return false;
        }
        Target start = first == null ? model.targets().get(0) : first;
        return switch (fallback) {
            case PROVIDERS -> true;
            case KEYS -> sameProvider(target, start);
            case NONE -> sameTarget(target, start);
        };
    }

    boolean isUsed(Target target, Key key) {
        return contains(spent, target, key) || contains(broken, target, key);
    }

    private static boolean contains(List<Candidate> list, Target target, Key key) {
        for (int i = 0; i < list.size(); i++) {
            Candidate tried = list.get(i);
            if (tried.key().name().equals(key.name()) && sameTarget(tried.target(), target)) {
                return true;
            }
        }
        return false;
    }

    // By name, because a catalog that was replaced has other objects for the same things.
    private static boolean sameTarget(Target one, Target other) {
        return one == other || sameProvider(one, other) && one.upstreamModel().equals(other.upstreamModel());
    }

    private static boolean sameProvider(Target one, Target other) {
        return one.provider().name().equals(other.provider().name());
    }

    /**
     * @param candidate what was taken, null for nothing
     * @param earliestMillis when nothing was taken: the soonest epoch millisecond at which something may be;
     *     {@link Long#MAX_VALUE} = never
     */
    public record Draw(@Nullable Candidate candidate, long earliestMillis) {}
}
