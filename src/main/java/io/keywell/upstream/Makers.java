package io.keywell.upstream;

import io.keywell.catalog.Model;
import io.keywell.catalog.Pool;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pool made which answer that its provider keeps: only that pool's owner can go on with it. The latest of this
 * replica; of others nothing is known.
 */
@Singleton
public class Makers {

    private static final int MOST = 20_000;

    private final Map<String, Maker> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Maker> eldest) {
            return size() > MOST;
        }
    };

    /** By name, so that a new catalog's pool is the same one. */
    record Maker(String provider, String pool) {
        boolean is(Pool other) {
            return pool.equals(other.name()) && provider.equals(other.provider());
        }
    }

    void made(String answer, Pool by) {
        Maker maker = new Maker(by.provider(), by.name());
        synchronized (known) {
            known.put(answer, maker);
        }
    }

    /**
     * Null also when the model does not lead to it any more: then the others are asked, who say that they do not have the
     * answer.
     */
    @Nullable
    Maker among(Model model, @Nullable String answer) {
        Maker maker = of(answer);
        return maker != null && model.places().stream().anyMatch(place -> maker.is(place.pool())) ? maker : null;
    }

    /** Null when it is not known. */
    private @Nullable Maker of(@Nullable String answer) {
        if (answer == null) {
            return null;
        }
        synchronized (known) {
            return known.get(answer);
        }
    }
}
