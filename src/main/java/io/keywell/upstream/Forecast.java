package io.keywell.upstream;

import io.keywell.catalog.Key;
import io.keywell.catalog.Model.Place;
import io.keywell.catalog.Pool;
import io.keywell.core.QuotaKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the pools of a model can grant until a time, cool-downs considered. */
final class Forecast {

    private Forecast() {}

    /**
     * Counts each account once, however many targets draw from it.
     *
     * @return at most {@code enough}
     */
    static long grantable(Present present, Walk walk, long untilMillis, long enough) {
        List<Place> places = walk.plan().model().places();
        Set<QuotaKey> counted = new HashSet<>();
        long sum = 0;
        for (int i = 0; i < places.size() && sum < enough; i++) {
            Place place = places.get(i);
            QuotaKey account = place.rule().account();
            if (walk.plan().allows(place.target()) && opens(present, place) <= untilMillis && counted.add(account)) {
                sum += present.account(place.rule()).grantable(walk.need(), untilMillis, enough - sum);
            }
        }
        return Math.min(sum, enough);
    }

    /** When the first key of the place is free of cool-downs; {@link Long#MAX_VALUE} = never. */
    private static long opens(Present present, Place place) {
        Pool pool = place.pool();
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < pool.keys().size() && earliest > 0; i++) {
            Key key = pool.keys().get(i);
            if (key.usableFor(place.target().upstreamModel(), present.nowMillis())) {
                earliest = Math.min(earliest, present.blockedUntil(place.target(), pool, key, place.rule()));
            }
        }
        return earliest;
    }
}
