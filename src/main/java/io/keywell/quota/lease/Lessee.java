package io.keywell.quota.lease;

import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.rule.ReplicaRow;
import io.keywell.quota.rule.SharedCell;
import io.keywell.quota.rule.WindowCount;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How much a replica leases, and when. All dimensions are leased for the same number of requests, so that none is taken
 * that another dimension leaves no use for.
 *
 * <p>Within a slot it takes a part of what is left, so that rounds grow with the logarithm of the limit. Where the waiting
 * rooms have told which part of the whole each replica should have, it keeps to that at the begin of a slot, however many
 * rounds it makes; what others leave of theirs goes round afterwards. For the next slot replicas come one after the other, each at its own time before the slot begins, and each takes its share of what
 * those before it have left: after the last one all is given away, with one change each. Guarded by its account's lock.
 */
final class Lessee {

    /** Of its share of what is left in a slot a replica takes this much at a time. */
    private static final double PART_OF_SHARE = 0.6;

    /** What is leased lasts for this long, or for the rest of the slot if that is shorter. */
    private static final long HORIZON_MILLIS = 1_000;

    /**
     * A replica that wants many permits, and has so many times that in its share, leases twice what it wants, so that a rate
     * that rises makes no round. What is not used goes back with the round for the next slot, which is made in any case.
     */
    private static final double PLENTY = 60;

    /** From so many permits on; fewer make few rounds, and where callers share them each one counts. */
    private static final double MANY = 100;

    /** With fewer requests expected in a slot, they are leased when they come. */
    private static final double LEAST_AHEAD = 0.5;

    private static final long SHORTEST_LEAD_MILLIS = 20;
    private static final long LEAD_STEP_MILLIS = 25;

    private final long replica;
    private final Bucket bucket;
    private final Demand demand;
    private final RandomGenerator random;

    /** The end of the slot up to which the next one's permits are leased. */
    private long aheadOfMillis;

    /** Its place among the replicas, and how many they are, when it last looked. */
    private int rank;

    private int replicas = 1;

    Lessee(long replica, Bucket bucket, Demand demand, RandomGenerator random) {
        this.replica = replica;
        this.bucket = bucket;
        this.demand = demand;
        this.random = random;
    }

    /** Leases what a need that was turned away takes, and what is expected; for the next slot when it is time. */
    void lease(SharedCell cell, Change change, @Nullable Need asked, long nowMillis) {
        rank = cell.rank(replica);
        replicas = Math.max(1, cell.replicas());
        long end = bucket.endMillis();
        if (end == Long.MAX_VALUE) {
            return;
        }
        boolean idle = demand.isIdle(nowMillis);
        if (asked != null || (bucket.isLow() && !idle)) {
            leaseNow(cell, change, asked, nowMillis);
        }
        if (nowMillis >= dueMillis(nowMillis)) {
            leaseAhead(cell, change, end);
        }
    }

    private void leaseNow(SharedCell cell, Change change, @Nullable Need asked, long nowMillis) {
        boolean fits = true;
        double most = Double.MAX_VALUE;
        for (Stock stock : bucket.stocks()) {
            if (stock.limited()) {
                long free = free(cell, stock, stock.slot());
                double offer = offer(cell, stock, free, nowMillis);
                fits &= asked == null || isDue(cell, stock, missing(stock, asked, free), offer, nowMillis);
                most = Math.min(most, (stock.have() + offer) / mean(stock));
            }
        }
        if (!fits) {
            // What is left is left to grow until the need fits, here or elsewhere.
            return;
        }
        double requests = requests(bucket.endMillis() - nowMillis, most);
        for (Stock stock : bucket.stocks()) {
            if (stock.limited()) {
                long free = free(cell, stock, stock.slot());
                long needed = asked == null ? 0 : missing(stock, asked, free);
                long expected = (long) Math.ceil(Math.floor(requests) * mean(stock)) - stock.have();
                take(cell, change, stock, stock.slot(), Math.min(free, Math.max(needed, expected)));
            }
        }
    }

    /** How much of what is free this replica may take in this round. */
    private double offer(SharedCell cell, Stock stock, long free, long nowMillis) {
        double share = cell.share(replica);
        if (!keepsToItsPart(cell, stock, nowMillis)) {
            return free * share * PART_OF_SHARE;
        }
        WindowCount window = cell.find(stock.dimension);
        long leased = window == null ? 0 : window.in(stock.slot());
        double own = share * (free + leased) - stock.drawn();
        return Math.max(0, Math.min(free, own));
    }

    private boolean keepsToItsPart(SharedCell cell, Stock stock, long nowMillis) {
        long passed = stock.slotMillis() - (stock.endMillis() - nowMillis);
        return hasPart(cell) && passed < Math.min(HORIZON_MILLIS, stock.slotMillis() / 2);
    }

    private boolean hasPart(SharedCell cell) {
        ReplicaRow row = cell.row(replica);
        return row != null && row.hasPart();
    }

    /** Of the last permits of a slot whoever has the larger part is the likelier to get one. */
    private boolean isDue(SharedCell cell, Stock stock, long missing, double offer, long nowMillis) {
        if (missing < 0 || missing <= offer || !hasPart(cell)) {
            return missing >= 0;
        }
        return !keepsToItsPart(cell, stock, nowMillis) && random.nextDouble() * missing < offer;
    }

    /** What a need lacks; -1 when there is not so much. */
    private static long missing(Stock stock, Need asked, long free) {
        long missing = Math.max(0, stock.amount(asked.input(), asked.output(), asked.capped()) - stock.have());
        return missing <= free ? missing : -1;
    }

    private void leaseAhead(SharedCell cell, Change change, long end) {
        double most = Double.MAX_VALUE;
        double share = cell.shareAhead(replica, end);
        for (Stock stock : bucket.stocks()) {
            if (stock.limited()) {
                long slot = slotAfter(stock, end);
                long has = stock.have(slot) + change.leased(stock, slot);
                most = Math.min(most, (has + free(cell, stock, slot) * share) / mean(stock));
            }
        }
        long whole = roundAtRandom(requests(bucket.slotMillis(), most));
        for (Stock stock : bucket.stocks()) {
            if (stock.limited()) {
                long slot = slotAfter(stock, end);
                long has = stock.have(slot) + change.leased(stock, slot);
                long expected = (long) Math.ceil(whole * mean(stock)) - has;
                take(cell, change, stock, slot, Math.min(expected, free(cell, stock, slot)));
            }
        }
        change.aheadOfMillis = end;
        ReplicaRow row = cell.row(replica);
        if (row != null) {
            row.leasedUntil(end + 1);
        }
    }

    /** For how many requests to lease for so long, of so many that could be had. */
    private double requests(long millis, double most) {
        double wanted = demand.wanted(Math.min(HORIZON_MILLIS, millis));
        boolean plenty = wanted >= MANY && most >= PLENTY * wanted;
        return plenty ? 2 * wanted : Math.min(wanted, most);
    }

    /** A part of a request is taken as often as it is large: small limits are shared as exactly as large ones. */
    private long roundAtRandom(double requests) {
        long whole = (long) requests;
        return random.nextDouble() < requests - whole ? whole + 1 : whole;
    }

    /** The slot of a dimension that holds the time at which another one's slot ends. */
    private static long slotAfter(Stock stock, long end) {
        return stock.endMillis() <= end ? stock.slot() + 1 : stock.slot();
    }

    private double mean(Stock stock) {
        return demand.mean(stock.dimension, stock.most());
    }

    private static long free(SharedCell cell, Stock stock, long slot) {
        WindowCount window = cell.find(stock.dimension);
        if (window == null || cell.timeMillis() < cell.closedUntil(window)) {
            return 0;
        }
        long ahead = slot - window.slot();
        long free = ahead == 0 ? window.leasable() : ahead == 1 ? window.leasableAhead() : 0;
        return Math.max(0, free);
    }

    private static void take(SharedCell cell, Change change, Stock stock, long slot, long amount) {
        WindowCount window = cell.find(stock.dimension);
        if (window != null && amount > 0) {
            window.lease(amount, slot > window.slot());
            change.of(stock).leased.add(slot, amount);
        }
    }

    /** What was leased ahead of a slot's end is not leased again. */
    void leasedAhead(Change change) {
        aheadOfMillis = Math.max(aheadOfMillis, change.aheadOfMillis);
    }

    /** From now on a quarter of what is wanted is little. */
    void setLow(long nowMillis) {
        double requests = demand.wanted(Math.min(HORIZON_MILLIS, bucket.endMillis() - nowMillis)) / 4;
        for (Stock stock : bucket.stocks()) {
            stock.lowBelow((long) (requests * mean(stock)));
        }
    }

    /** Whether so much is expected that it is leased ahead of every slot. */
    boolean leasesAhead(long nowMillis) {
        double seconds = Math.min(HORIZON_MILLIS, bucket.slotMillis()) / 1_000.0;
        return !demand.isIdle(nowMillis) && demand.perSecond() * seconds >= LEAST_AHEAD;
    }

    /** When to lease for the next slot, in epoch milliseconds; MAX = not at all. Turns change from slot to slot. */
    long dueMillis(long nowMillis) {
        long end = bucket.endMillis();
        if (end == Long.MAX_VALUE || aheadOfMillis >= end || !leasesAhead(nowMillis)) {
            return Long.MAX_VALUE;
        }
        long slot = bucket.slotMillis();
        long step = Math.min(LEAD_STEP_MILLIS, slot / (3L * replicas));
        return end - SHORTEST_LEAD_MILLIS - step * Math.floorMod(rank + end / slot, (long) replicas);
    }

    void restart() {
        aheadOfMillis = 0;
    }

    /** Whether more is held in slots that are long than is expected to be used soon. */
    boolean hasExcess() {
        double requests = 2 * demand.wanted(HORIZON_MILLIS);
        for (Stock stock : bucket.stocks()) {
            if (stock.limited()
                    && stock.slotMillis() > 2 * HORIZON_MILLIS
                    && stock.have() > requests * mean(stock) + 1) {
                return true;
            }
        }
        return false;
    }

    /** Gives up what is not expected to be used soon in slots that are long. */
    void handBackExcess(long nowMillis) {
        boolean idle = demand.isIdle(nowMillis);
        double requests = idle ? 0 : 2 * demand.wanted(HORIZON_MILLIS);
        for (Stock stock : bucket.stocks()) {
            if (stock.limited() && (idle || stock.slotMillis() > 2 * HORIZON_MILLIS)) {
                stock.handBackBeyond(idle ? 0 : (long) Math.ceil(requests * mean(stock)));
            }
        }
    }
}
