package io.keywell.quota.lease;

import io.keywell.core.Clock;
import io.keywell.quota.lease.CellCache.Versioned;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Knows which state the cluster holds, and notices when it has lost it. Looks every {@value #POLL_MILLIS} ms, and as the
 * breaker's probe while the cluster does not answer: so nothing is asked of a cluster that comes back before it is known
 * whether it has forgotten.
 */
final class IncarnationWatch {

    private static final long POLL_MILLIS = 2_000;
    private static final long FIRST_POLL_MILLIS = 250;
    private static final Duration FOREVER = Duration.ofDays(3_650);
    private static final int TRIES = 3;

    private final Cluster cluster;
    private final Clock clock;
    private final Timers timers;
    private final RandomGenerator random;
    private final LeaseSettings settings;
    private final Runnable listener;

    private volatile @Nullable Incarnation known;
    private volatile boolean stopped;

    /** @param listener told, without a lock, when what is known has changed */
    IncarnationWatch(
            Cluster cluster,
            Clock clock,
            Timers timers,
            RandomGenerator random,
            LeaseSettings settings,
            Runnable listener) {
        this.cluster = cluster;
        this.clock = clock;
        this.timers = timers;
        this.random = random;
        this.settings = settings;
        this.listener = listener;
    }

    @Nullable
    Incarnation known() {
        return known;
    }

    /** Looks now, and from now on. */
    void start() {
        if (!stopped) {
            check().whenComplete((incarnation, failure) -> {
                Breaker breaker = cluster.breaker();
                breaker.probed(failure == null);
                timers.at(pauseMillis(breaker), this::start);
            });
        }
    }

    private long pauseMillis(Breaker breaker) {
        return breaker.isOpen() ? breaker.probeInMillis() : known == null ? FIRST_POLL_MILLIS : POLL_MILLIS;
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Which state the cluster holds now; a cluster without any gets one. */
    CompletionStage<Incarnation> check() {
        return check(TRIES);
    }

    private CompletionStage<Incarnation> check(int tries) {
        if (tries == 0) {
            return CompletableFuture.failedFuture(new CellCache.Refused("others change the incarnation", null));
        }
        return cluster.read(CellCache.INCARNATION)
                .thenCompose(read -> read == null ? begin(tries) : adopt(read, tries));
    }

    private CompletionStage<Incarnation> begin(int tries) {
        long now = clock.epochMillis();
        Incarnation next = known == null
                ? new Incarnation(random.nextLong(), now + settings.settleMillis(), 0)
                : new Incarnation(random.nextLong(), 0, now);
        return cluster.create(CellCache.INCARNATION, next.encode(settings.replica()), FOREVER)
                .thenCompose(made -> made ? done(next) : check(tries - 1));
    }

    /** Whoever remembers another state says that it was lost, should the one who began this one not have known. */
    private CompletionStage<Incarnation> adopt(Versioned read, int tries) {
        Incarnation there = decode(read.value());
        if (there == null) {
            return replace(read, tries);
        }
        Incarnation before = known;
        long lostAt = 0;
        if (before != null && before.id() == there.id()) {
            lostAt = before.lostAtMillis();
        } else if (before != null && there.lostAtMillis() == 0) {
            lostAt = clock.epochMillis();
        }
        Incarnation said = there.lostAt(lostAt);
        know(said);
        return said.equals(there) ? done(said) : write(read, said, tries);
    }

    /** Nobody can read it: as good as lost. */
    private CompletionStage<Incarnation> replace(Versioned read, int tries) {
        return write(read, new Incarnation(random.nextLong(), 0, clock.epochMillis()), tries);
    }

    private CompletionStage<Incarnation> write(Versioned read, Incarnation said, int tries) {
        return cluster.swap(CellCache.INCARNATION, read.version(), said.encode(settings.replica()), FOREVER)
                .thenCompose(made -> made ? done(said) : check(tries - 1));
    }

    private static @Nullable Incarnation decode(byte[] value) {
        try {
            return Incarnation.decode(value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private CompletionStage<Incarnation> done(Incarnation incarnation) {
        know(incarnation);
        return CompletableFuture.completedFuture(incarnation);
    }

    private void know(Incarnation incarnation) {
        boolean news = !incarnation.equals(known);
        known = incarnation;
        if (news) {
            listener.run();
        }
    }
}
