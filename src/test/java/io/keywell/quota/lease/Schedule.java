package io.keywell.quota.lease;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.rule.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Some replicas, a cluster with faults, and requests, all from one seed. */
final class Schedule {

    static final QuotaKey KEY = QuotaKey.consumer("web");
    private static final long START = 1_772_618_400_000L;

    final VirtualTimers time = new VirtualTimers(START);
    final Random random;
    final FaultyCluster cluster;
    final Arbiter arbiter;
    private final Plan plan;
    private final String name;
    private final List<Node> nodes = new ArrayList<>();
    private final Precision precision;
    private final Limits limits;
    private int unsentOneIn = 20;
    private long ids;
    private long requests;

    /** What was thrown where nobody catches it. */
    private Throwable breach;

    /**
     * @param faults how likely one is on each operation
     * @param overload how many times the limit is asked for
     * @param goesBack whether the cluster is away for a while, and then as it was some time before
     * @param seconds how long it lasts
     */
    record Plan(
            boolean fixed,
            double faults,
            boolean crashes,
            boolean losesState,
            boolean goesBack,
            double overload,
            long seconds) {}

    private final class Node {
        final long skew = random.nextInt(101) - 50L;
        final double weight;
        final List<Permit> out = new ArrayList<>();
        boolean alive = true;
        final QuotaAccount account;

        Node(double weight) {
            this.weight = weight;
            LeasingQuotaStore store = new LeasingQuotaStore(
                    cluster.connection(),
                    clock(),
                    (delay, task) -> time.at(delay, () -> {
                        if (alive) {
                            task.run();
                        }
                    }),
                    random,
                    new LeaseSettings(++ids, Outage.CLOSED, 3_000, precision, precision),
                    LeaseObserver.NONE);
            store.start();
            account = store.account(KEY, limits);
        }

        private Clock clock() {
            return new Clock() {
                @Override
                public long epochMillis() {
                    return time.now() + skew;
                }

                @Override
                public long nanoTime() {
                    return time.now() * 1_000_000;
                }
            };
        }
    }

    /** Any limits, and three to five replicas. */
    Schedule(long seed, Plan plan) {
        this(seed, plan, new Random(-seed));
    }

    private Schedule(long seed, Plan plan, Random setting) {
        this(
                seed,
                plan,
                anyLimits(setting, plan.fixed() ? Window.FIXED : Window.SLIDING),
                new Precision(new int[] {12, 20}[setting.nextInt(2)], 0),
                setting.doubles(3 + setting.nextInt(3), 0.2, 1.2).toArray());
    }

    /** @param weights of what is asked for at each replica */
    Schedule(long seed, Plan plan, Limits limits, Precision precision, double... weights) {
        this.random = new Random(seed);
        this.plan = plan;
        this.cluster = new FaultyCluster(time, random, plan.faults());
        this.precision = precision;
        this.limits = limits;
        this.name = "seed " + seed + ", " + weights.length + " replicas, " + limits.all() + ", " + plan;
        this.arbiter = new Arbiter(name, limits, precision);
        cluster.put(CellCache.INCARNATION, new Incarnation(7, 0, 0, START).encode(0));
        cluster.onWrite((key, value) -> {
            if (key.equals(KEY)) {
                arbiter.written(value);
            }
        });
        for (double weight : weights) {
            nodes.add(new Node(weight));
        }
    }

    /** Nearly every permit is used. */
    Schedule sendingNearlyAll() {
        unsentOneIn = 1_000;
        return this;
    }

    private static Limits anyLimits(Random setting, Window window) {
        long amount = 8 + setting.nextInt(40);
        List<Limit> all = new ArrayList<>();
        all.add(new Limit(Dimension.REQUESTS_PER_MINUTE, amount, window));
        if (setting.nextInt(3) == 0) {
            all.add(new Limit(Dimension.TOKENS_PER_MINUTE, amount * 30, window));
        }
        if (setting.nextInt(4) == 0) {
            all.add(new Limit(Dimension.REQUESTS_PER_DAY, amount * 2, Window.FIXED));
        }
        if (setting.nextInt(4) == 0) {
            all.add(new Limit(Dimension.CONCURRENT, 2 + setting.nextInt(12), window));
        }
        return new Limits(all);
    }

    private long limit() {
        return limits.all().get(0).amount();
    }

    /** Whether requests per minute are all that is limited. */
    boolean isSimple() {
        return limits.all().size() == 1;
    }

    void run() {
        run(plan.overload());
    }

    /** @param firstMinute how many times the limit is asked for until the first minute is over */
    void run(double firstMinute) {
        long end = START + plan.seconds() * 1_000;
        scheduleFaults();
        double next = START;
        while (true) {
            double perMillis = limit() * (next < START + 60_000 ? firstMinute : plan.overload()) / 60_000;
            next += -Math.log(1 - random.nextDouble()) / perMillis;
            if (next >= end) {
                break;
            }
            long at = (long) next;
            while (time.next() <= at) {
                time.moveTo(time.next());
            }
            time.moveTo(at);
            request();
            if (breach != null) {
                throw new AssertionError(breach.getMessage(), breach);
            }
        }
    }

    private void scheduleFaults() {
        long span = plan.seconds() * 1_000;
        if (plan.crashes()) {
            time.at(random.nextInt((int) span), this::crash);
            time.at(random.nextInt((int) span), () -> nodes.add(new Node(0.5)));
        }
        if (plan.goesBack()) {
            time.at(random.nextInt((int) span), () -> {
                long ago = random.nextInt(40_000);
                arbiter.stateLost();
                // Long enough for each replica to look in vain: no operator is faster.
                cluster.goBackBy(ago, 4_500 + random.nextInt(9_000));
            });
        }
        if (plan.losesState()) {
            time.at(random.nextInt((int) span), () -> {
                cluster.loseAll();
                arbiter.stateLost();
            });
        }
    }

    private void crash() {
        Node node = nodes.get(random.nextInt(nodes.size()));
        if (node.alive && nodes.stream().filter(each -> each.alive).count() > 1) {
            node.alive = false;
            arbiter.died(node.out.size());
        }
    }

    private Node pick() {
        double all = 0;
        for (Node node : nodes) {
            all += node.alive ? node.weight : 0;
        }
        double at = random.nextDouble() * all;
        Node last = null;
        for (Node node : nodes) {
            if (node.alive) {
                last = node;
                at -= node.weight;
                if (at <= 0) {
                    break;
                }
            }
        }
        return last;
    }

    private void request() {
        Node node = pick();
        requests++;
        long tokens = 1 + random.nextInt(40);
        node.account
                .acquire(new Need(tokens, 0, false))
                .thenAccept(decision -> {
                    if (decision instanceof Permit permit && node.alive) {
                        taken(node, permit, tokens);
                    }
                })
                .whenComplete((done, failure) -> breach = breach == null ? failure : breach);
    }

    private void taken(Node node, Permit permit, long tokens) {
        long at = time.now() + node.skew;
        arbiter.taken(at, tokens);
        node.out.add(permit);
        time.at(random.nextInt(4_000), () -> {
            if (node.alive) {
                node.out.remove(permit);
                boolean unsent = random.nextInt(unsentOneIn) == 0;
                long used = unsent ? 0 : 1 + random.nextInt((int) tokens);
                arbiter.ending(at, tokens - used, unsent);
                boolean ended = unsent ? permit.release() : permit.settle(used, 0);
                if (!ended) {
                    throw new AssertionError(name + ": a permit had ended before");
                }
            }
        });
    }

    double utilisation(long fromSeconds, long untilSeconds) {
        return arbiter.utilisation(START + fromSeconds * 1_000, START + untilSeconds * 1_000);
    }

    double operationsPerRequest() {
        return (double) cluster.operations() / requests;
    }

    String name() {
        return name;
    }
}
