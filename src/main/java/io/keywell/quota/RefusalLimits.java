package io.keywell.quota;

import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Level;
import io.keywell.core.Observation;
import io.keywell.core.QuotaKey;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Limits that nobody names, learned from refusals: neither is one configured, nor does the provider tell it in its
 * headers. What was answered in the minute before a refusal is taken as the pool's requests a minute; each further refusal
 * takes a tenth of it away, up to a half where far less was used; each minute in which it was used up without a refusal
 * adds a tenth. Close to where it was last refused it stays for ten minutes before it tries again.
 *
 * <p>It costs nothing until a pool without a limit is refused. Safe for use by many threads.
 */
public final class RefusalLimits {

    /** Of pools and models; those beyond wait out their cool-downs only. */
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<QuotaKey, Pace> paces = new ConcurrentHashMap<>();

    public RefusalLimits(Clock clock) {
        this.clock = clock;
    }

    /** A request was answered well. */
    public void answered(QuotaAccount account) {
        if (paces.isEmpty()) {
            return;
        }
        Pace pace = paces.get(account.key());
        if (pace != null) {
            pace.answered(account, clock.epochMillis());
        }
    }

    /** The provider named a limit: nothing is guessed where somebody knows. */
    public void named(QuotaAccount account, Observation word) {
        if (!paces.isEmpty() && word.dimension() == Dimension.REQUESTS_PER_MINUTE && word.limit() >= 1) {
            paces.remove(account.key());
        }
    }

    /** A request was refused; counts when its rate of requests is, or may be, the reason. */
    public void refused(QuotaAccount account, Failure failure) {
        boolean ofRequests = failure.dimension() == null || failure.dimension() == Dimension.REQUESTS_PER_MINUTE;
        if (failure.type() != FailureClass.RATE_SHORT || !ofRequests || failure.limit() > 0) {
            return;
        }
        Level level = requests(account);
        if (level != null && !level.learned()) {
            paces.remove(account.key());
            return;
        }
        long now = clock.epochMillis();
        Pace pace = paces.get(account.key());
        if (pace != null) {
            pace.refused(account, level, now);
        } else if (paces.size() < MOST) {
            paces.put(account.key(), new Pace(now));
        }
    }

    /** How the requests of a minute stand; null when they are not limited. */
    private static @Nullable Level requests(QuotaAccount account) {
        for (Level level : account.levels()) {
            if (level.dimension() == Dimension.REQUESTS_PER_MINUTE) {
                return level;
            }
        }
        return null;
    }

    /** One pool that was refused at least once. */
    private static final class Pace {
        private static final int SLOTS = 12;
        private static final long SLOT_MILLIS = 5_000;
        private static final long MINUTE_MILLIS = SLOTS * SLOT_MILLIS;
        /** Several calls that are under way together are refused together: one lesson. */
        private static final long LESSON_MILLIS = 30_000;
        /** For so long what was refused is not tried again. */
        private static final long CEILING_MILLIS = 600_000;

        private final long[] counts = new long[SLOTS];
        private final long beganMillis;
        private long slot;
        private long limit;
        private long changedMillis;
        private long ceiling;
        private long refusedMillis;
        private long loweredMillis;

        Pace(long nowMillis) {
            beganMillis = nowMillis;
            slot = nowMillis / SLOT_MILLIS;
        }

        synchronized void answered(QuotaAccount account, long nowMillis) {
            advance(nowMillis);
            counts[(int) (slot % SLOTS)]++;
            if (limit > 0 && nowMillis - changedMillis >= MINUTE_MILLIS && account.headroom() <= 0.1) {
                grow(account, nowMillis);
            }
        }

        private void grow(QuotaAccount account, long nowMillis) {
            Level level = requests(account);
            if (level == null || !level.learned() || changedElsewhere(level, nowMillis)) {
                return;
            }
            long more = limit + Math.max(1, limit / 10);
            if (ceiling > 0 && nowMillis - refusedMillis < CEILING_MILLIS) {
                more = Math.min(more, ceiling * 95 / 100);
            }
            if (more > limit) {
                learn(account, more, nowMillis);
            }
        }

        synchronized void refused(QuotaAccount account, @Nullable Level level, long nowMillis) {
            advance(nowMillis);
            if (level != null) {
                boolean told = changedElsewhere(level, nowMillis) || nowMillis - loweredMillis < LESSON_MILLIS;
                refusedMillis = nowMillis;
                if (!told) {
                    ceiling = limit;
                    loweredMillis = nowMillis;
                    long used = level.limit() - level.left();
                    learn(account, Math.max(limit / 2, Math.min(limit - Math.max(1, limit / 10), used)), nowMillis);
                }
                return;
            }
            long answered = Arrays.stream(counts).sum();
            if (answered > 0 && nowMillis - beganMillis >= MINUTE_MILLIS) {
                learn(account, answered, nowMillis);
            }
        }

        /** Another replica has learned the same lesson meanwhile. */
        private boolean changedElsewhere(Level level, long nowMillis) {
            if (level.limit() == limit) {
                return false;
            }
            limit = level.limit();
            changedMillis = nowMillis;
            return true;
        }

        private void learn(QuotaAccount account, long requests, long nowMillis) {
            limit = Math.max(1, requests);
            changedMillis = nowMillis;
            account.observe(new Observation(Dimension.REQUESTS_PER_MINUTE, limit, -1, 0));
        }

        private void advance(long nowMillis) {
            long now = nowMillis / SLOT_MILLIS;
            if (now - slot >= SLOTS || now < slot) {
                Arrays.fill(counts, 0);
            } else {
                for (long passed = slot + 1; passed <= now; passed++) {
                    counts[(int) (passed % SLOTS)] = 0;
                }
            }
            slot = now;
        }
    }
}
