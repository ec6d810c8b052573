package io.keywell.waiting;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Consumers that call at random times, and whose refused callers come back when they were told to, over four pools with
 * sliding windows: the exhaustion benchmark in virtual time.
 */
final class Crowd {

    static final int POOLS = 4;
    static final long WINDOW = 60_000;

    final Stage stage = new Stage();
    final WaitingRoom<SlidingPool> room = new WaitingRoom<>(stage, stage, RoomSettings.of(10_000));
    final List<SlidingPool> pools = new ArrayList<>();
    final List<Member> members = new ArrayList<>();
    private final Random random;
    private final int limitPerPool;

    boolean fingerprints = true;
    boolean refusedReturn = true;
    int networkMillis = 30;
    long patienceMillis = 30_000;
    private long fingerprint;

    Crowd(long seed, int limitPerPool) {
        this.random = new Random(seed);
        this.limitPerPool = limitPerPool;
        for (int i = 0; i < POOLS; i++) {
            pools.add(new SlidingPool(limitPerPool, WINDOW));
        }
    }

    double capacityPerSecond() {
        return POOLS * limitPerPool * 1_000.0 / WINDOW;
    }

    Member join(String name, int weight, double callsPerSecond) {
        Member member = new Member(name, weight, callsPerSecond);
        members.add(member);
        member.planNext();
        return member;
    }

    /** So many callers who call again as soon as they are served. */
    Member joinClosed(String name, int weight, int callers) {
        Member member = new Member(name, weight, 0);
        member.callAgain = true;
        members.add(member);
        for (int i = 0; i < callers; i++) {
            member.planFresh(random.nextInt(1_000));
        }
        return member;
    }

    void run(long millis) {
        stage.pass(millis);
    }

    long grants() {
        return pools.stream().mapToLong(SlidingPool::grants).sum();
    }

    void startCounting() {
        members.forEach(Member::startCounting);
    }

    double jain() {
        double sum = 0;
        double squares = 0;
        for (Member member : members) {
            double share = (double) member.served / member.weight;
            sum += share;
            squares += share * share;
        }
        return sum * sum / (members.size() * squares);
    }

    long retries() {
        return members.stream()
                .mapToLong(m -> m.retriesServed + m.retriesRefused)
                .sum();
    }

    /** The part of the retries, made when they were told to, that were admitted. */
    double kept() {
        long served = members.stream().mapToLong(m -> m.retriesServed).sum();
        return retries() == 0 ? 1 : (double) served / retries();
    }

    long[] retryWaits() {
        return sorted(members.stream().flatMap(m -> m.retryWaits.stream()));
    }

    static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100];
    }

    private static long[] sorted(Stream<Long> values) {
        return values.mapToLong(Long::longValue).sorted().toArray();
    }

    long refused() {
        return members.stream().mapToLong(m -> m.refused).sum();
    }

    long[] waits() {
        return sorted(members.stream().flatMap(m -> m.waits.stream()));
    }

    final class Member {
        final String name;
        final int weight;
        double callsPerSecond;
        boolean callAgain;
        long served;
        long refused;
        long retriesServed;
        long retriesRefused;
        List<Long> waits = new ArrayList<>();
        List<Long> retryWaits = new ArrayList<>();
        List<Long> toldToWait = new ArrayList<>();

        Member(String name, int weight, double callsPerSecond) {
            this.name = name;
            this.weight = weight;
            this.callsPerSecond = callsPerSecond;
        }

        double kept() {
            return (double) retriesServed / (retriesServed + retriesRefused);
        }

        void startCounting() {
            served = 0;
            refused = 0;
            retriesServed = 0;
            retriesRefused = 0;
            waits = new ArrayList<>();
            retryWaits = new ArrayList<>();
            toldToWait = new ArrayList<>();
        }

        void planNext() {
            long gap = Math.round(-Math.log(1 - random.nextDouble()) * 1_000 / callsPerSecond);
            stage.plan(stage.epochMillis() + gap, () -> {
                call(++fingerprint, false);
                planNext();
            });
        }

        void planFresh(long delay) {
            stage.plan(stage.epochMillis() + delay, () -> call(++fingerprint, false));
        }

        private void call(long print, boolean retry) {
            Guest guest = new Guest(name, stage, pools, g -> ended(g, print, retry));
            guest.weight = weight;
            guest.patienceMillis = patienceMillis;
            guest.fingerprint = fingerprints ? print : 0;
            room.enter(guest);
        }

        private void ended(Guest guest, long print, boolean retry) {
            if (guest.served()) {
                served++;
                waits.add(guest.waitedMillis);
                retriesServed += retry ? 1 : 0;
                if (retry) {
                    retryWaits.add(guest.waitedMillis);
                }
                if (callAgain) {
                    planFresh(100);
                }
                return;
            }
            refused++;
            retriesRefused += retry ? 1 : 0;
            long seconds = (guest.refusal.retryAtMillis() - stage.epochMillis() + 999) / 1_000;
            toldToWait.add(seconds);
            if (refusedReturn) {
                long network = networkMillis == 0 ? 0 : 1 + random.nextInt(networkMillis);
                stage.plan(stage.epochMillis() + seconds * 1_000 + network, () -> call(print, true));
            }
        }
    }
}
