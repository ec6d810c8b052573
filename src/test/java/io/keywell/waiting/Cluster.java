package io.keywell.waiting;

import io.keywell.quota.Notes;
import io.keywell.waiting.Pool.Tap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Several rooms that share one pool by leases, and consumers whose calls reach some of them, in virtual time. */
final class Cluster {

    static final String LINE = "model";

    final Stage stage = new Stage();
    final Post post;
    final Pool pool;
    final List<Replica> replicas = new ArrayList<>();
    final List<Member> members = new ArrayList<>();
    long patienceMillis = 20_000;
    boolean retriesStray;
    private long fingerprints;
    private final Random random;

    Cluster(long seed, int rooms, boolean together, SharedPool.Shape shape) {
        this(seed, rooms, together, stage -> new SharedPool(stage, shape));
    }

    Cluster(long seed, int rooms, boolean together, Function<Stage, Pool> pool) {
        this.random = new Random(seed);
        this.post = new Post(stage, random);
        this.pool = pool.apply(stage);
        for (int i = 0; i < rooms; i++) {
            replicas.add(new Replica(i, together ? post.box("replica-" + i) : Notes.NONE, random.nextInt(40)));
        }
    }

    /** So many callers who call again a tenth of a second after they were served, each time at one of these replicas. */
    Member callers(String name, int weight, int count, int... at) {
        Member member = new Member(name, weight, at);
        member.again = true;
        for (int i = 0; i < count; i++) {
            stage.plan(stage.epochMillis() + random.nextInt(500), member::call);
        }
        return member;
    }

    /** Calls at random times; who is refused does not come back. */
    Member arrivals(String name, int weight, double perSecond, int... at) {
        Member member = new Member(name, weight, at);
        member.perSecond = perSecond;
        member.planNext();
        return member;
    }

    /** Lets time pass, then counts anew. */
    void settle(long millis) {
        stage.pass(millis);
        members.forEach(Member::startCounting);
    }

    long served() {
        return members.stream().mapToLong(member -> member.served).sum();
    }

    final class Replica {
        final Tap lease;
        final WaitingRoom<Tap> room;
        boolean dead;

        Replica(int number, Notes notes, long pollOffset) {
            lease = pool.tap(number, pollOffset);
            room = new WaitingRoom<>(stage, stage, RoomSettings.of(10_000), notes, this::told);
            lease.onFreed(room::capacityChanged);
        }

        private void told(Map<String, Claim> byLine) {
            lease.share(byLine.getOrDefault(LINE, Claim.NONE));
        }

        void crash() {
            dead = true;
            lease.crash();
            post.leave(replicas.indexOf(this));
            room.close();
        }
    }

    final class Member {
        final String name;
        final int weight;
        private final int[] at;
        private boolean again;
        private double perSecond;
        long called;
        long served;
        long longestMillis;
        long retries;
        long retriesServed;

        Member(String name, int weight, int[] at) {
            this.name = name;
            this.weight = weight;
            this.at = at;
            members.add(this);
        }

        private void startCounting() {
            called = 0;
            served = 0;
            longestMillis = 0;
            retries = 0;
            retriesServed = 0;
        }

        private void planNext() {
            long gap = Math.round(-Math.log(1 - random.nextDouble()) * 1_000 / perSecond);
            stage.plan(stage.epochMillis() + gap, () -> {
                call();
                planNext();
            });
        }

        private void call() {
            called++;
            call(anyReplica(), ++fingerprints, false);
        }

        private Replica anyReplica() {
            return replicas.get(at[random.nextInt(at.length)]);
        }

        private void call(Replica wanted, long fingerprint, boolean retry) {
            // The load balancer sends what was meant for a dead one somewhere else.
            Replica replica = wanted.dead
                    ? replicas.stream().filter(one -> !one.dead).findFirst().orElseThrow()
                    : wanted;
            replica.room.enter(new Caller(this, replica, fingerprint, retry));
        }

        private void ended(Caller caller, boolean admitted, long waited, long retryAtMillis) {
            retries += caller.retry ? 1 : 0;
            if (admitted) {
                served++;
                retriesServed += caller.retry ? 1 : 0;
                longestMillis = Math.max(longestMillis, waited);
                if (again) {
                    stage.plan(stage.epochMillis() + 100, this::call);
                }
            } else if (caller.replica.dead) {
                stage.plan(stage.epochMillis() + 100, this::call);
            } else if (again) {
                stage.plan(
                        retryAtMillis + random.nextInt(30),
                        () -> call(retriesStray ? anyReplica() : caller.replica, caller.fingerprint, true));
            }
        }
    }

    private final class Caller implements Visitor<Tap> {
        private final Member member;
        private final Replica replica;
        private final long fingerprint;
        private final boolean retry;
        private final long deadline = stage.epochMillis() + patienceMillis;

        Caller(Member member, Replica replica, long fingerprint, boolean retry) {
            this.member = member;
            this.replica = replica;
            this.fingerprint = fingerprint;
            this.retry = retry;
        }

        @Override
        public String consumer() {
            return member.name;
        }

        @Override
        public int weight() {
            return member.weight;
        }

        @Override
        public String line() {
            return LINE;
        }

        @Override
        public long deadlineMillis() {
            return deadline;
        }

        @Override
        public long fingerprint() {
            return fingerprint;
        }

        @Override
        public Taking<Tap> tryTake() {
            return replica.lease.take() ? new Taking.Taken<>(replica.lease) : new Taking.Dry<>(replica.lease.retryAt());
        }

        @Override
        public long grantable(long untilMillis, long enough) {
            return replica.lease.grantable(untilMillis, enough);
        }

        @Override
        public void admitted(Tap taken, long waitedMillis) {
            member.ended(this, true, waitedMillis, 0);
        }

        @Override
        public void refused(Refusal refusal) {
            member.ended(this, false, 0, refusal.retryAtMillis());
        }
    }
}
