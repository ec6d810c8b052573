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
 *
 * <p>A cluster can also go back: a server that missed the last changes, because it was cut off or frozen, is all that is
 * left of it. So the replicas keep the incarnation beating, one of them every {@value #BEAT_MILLIS} ms, and whoever finds
 * an older beat than it has seen says that state was lost. Only a change that was made says so: a server that was cut off
 * may still answer reads, but makes no changes. A replica that cannot know, because it has just started or has not looked
 * for long, and finds that the beat had stopped, leases nothing and does not beat for a while: others may know better.
 */
final class IncarnationWatch {

    private static final long POLL_MILLIS = 2_000;
    private static final long FIRST_POLL_MILLIS = 250;
    private static final long BEAT_MILLIS = 2_000;

    /** A beat that is older than this has stopped. */
    private static final long STOPPED_MILLIS = 5_000;

    /** Who has looked within this time would have noticed what others could know. */
    private static final long RECENT_MILLIS = 15_000;

    /** Nobody brings a cluster back that has gone back faster than this. */
    private static final long AWAY_MILLIS = 4_000;

    /** Then every replica first looks at its cells, whether its last changes are in them. */
    private static final long COMPARE_MILLIS = 500;

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

    /** How many operations had failed when the last look began that succeeded. */
    private volatile long certainAt;

    private volatile @Nullable Look look;
    private volatile long lookedMillis;
    private volatile long deferUntil;

    private record Look(long failures, CompletableFuture<Incarnation> answer) {}

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

    /** Whether the cluster has always answered since it was looked at. */
    boolean isCertain() {
        return certainAt == cluster.failures();
    }

    /** Looks because it is not certain; those who ask at the same time share an answer. */
    CompletionStage<Incarnation> ascertain() {
        Look running = look;
        if (running != null && running.failures == cluster.failures() && !running.answer.isDone()) {
            return running.answer;
        }
        long failures = cluster.failures();
        CompletableFuture<Incarnation> answer = check().toCompletableFuture();
        look = new Look(failures, answer);
        return answer;
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
        long failures = cluster.failures();
        return check(TRIES).thenApply(incarnation -> {
            certainAt = failures;
            return incarnation;
        });
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
                ? new Incarnation(random.nextLong(), now + settings.settleMillis(), 0, now)
                : new Incarnation(random.nextLong(), 0, now, now);
        return cluster.create(CellCache.INCARNATION, next.encode(settings.replica()), FOREVER)
                .thenCompose(made -> made ? done(next) : check(tries - 1));
    }

    /** Whoever remembers another state says that it was lost, should the one who began this one not have known. */
    private CompletionStage<Incarnation> adopt(Versioned read, int tries) {
        Incarnation there = decode(read.value());
        if (there == null) {
            return replace(read, tries);
        }
        long now = clock.epochMillis();
        Incarnation before = known;
        if (before != null && there.isBehind(before)) {
            return write(read, there.lostAt(now).beatAt(Math.max(now, before.beatMillis())), tries);
        }
        defer(there, now);
        long lostAt = 0;
        if (before != null && before.id() == there.id()) {
            lostAt = before.lostAtMillis();
        } else if (before != null && there.lostAtMillis() == 0) {
            lostAt = now;
        }
        Incarnation said = there.lostAt(lostAt);
        know(said);
        boolean still = now - there.beatMillis() < BEAT_MILLIS || now < deferUntil;
        return said.equals(there) && still ? done(said) : write(read, said.beatAt(now), tries);
    }

    /** Lets others speak first, if it is so that only they can know of a loss. */
    private void defer(Incarnation there, long now) {
        long since = known == null ? Long.MAX_VALUE : now - lookedMillis;
        lookedMillis = now;
        if (since > RECENT_MILLIS && now - there.beatMillis() > STOPPED_MILLIS) {
            deferUntil = now + settings.settleMillis();
        } else if (since > AWAY_MILLIS && known != null) {
            deferUntil = now + COMPARE_MILLIS;
            listener.run();
        }
    }

    /** Epoch milliseconds before which nothing is leased. */
    long openAtMillis(Incarnation incarnation) {
        return Math.max(incarnation.openAtMillis(), deferUntil);
    }

    /** Nobody can read it: as good as lost. */
    private CompletionStage<Incarnation> replace(Versioned read, int tries) {
        long now = clock.epochMillis();
        return write(read, new Incarnation(random.nextLong(), 0, now, now), tries);
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
        boolean news = incarnation.isNewsTo(known);
        known = incarnation;
        if (news) {
            listener.run();
        }
    }
}
