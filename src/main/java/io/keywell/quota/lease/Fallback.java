package io.keywell.quota.lease;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.core.Dimension;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.rule.Cell;
import io.keywell.quota.rule.Grant;
import io.keywell.quota.rule.Precision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replica may spend of one limited thing while the cluster cannot be asked: a count of its own with its part of
 * each limit. Guarded by its account's lock.
 */
final class Fallback {

    private final Outage outage;
    private final Cell cell;
    private boolean possible;

    private Fallback(Outage outage, Precision precision) {
        this.outage = outage;
        this.cell = new Cell(precision);
    }

    /** Null when nothing is spent. */
    static @Nullable Fallback of(Outage outage, Precision precision) {
        return outage instanceof Outage.Closed ? null : new Fallback(outage, precision);
    }

    /** What replicas may lease of the limits: less by what is held back for an outage. */
    static Limits leasable(Outage outage, Limits limits) {
        if (!(outage instanceof Outage.Escrow escrow)) {
            return limits;
        }
        List<Limit> less = new ArrayList<>();
        for (Limit limit : limits.all()) {
            long held = escrow.mostReplicas() * part(escrow, limit.amount());
            less.add(new Limit(limit.dimension(), Math.max(1, limit.amount() - held), limit.window()));
        }
        return new Limits(less);
    }

    private static long part(Outage outage, long amount) {
        if (outage instanceof Outage.Escrow escrow) {
            return (long) (amount * escrow.part() / escrow.mostReplicas());
        }
        return outage instanceof Outage.DegradedShare share ? amount / share.mostReplicas() : 0;
    }

    /** A limit of which a replica's part is nothing makes it impossible to grant anything. */
    void limit(Limits limits, long nowMillis) {
        List<Limit> parts = new ArrayList<>();
        possible = true;
        for (Limit limit : limits.all()) {
            long part = part(outage, limit.amount());
            possible &= part > 0;
            if (part > 0) {
                parts.add(new Limit(limit.dimension(), part, limit.window()));
            }
        }
        cell.limit(new Limits(parts), nowMillis);
    }

    /** Whether what was leased is a part of what may be spent, and what is spent here has to be told to the cluster. */
    boolean sharesWithLeases() {
        return outage instanceof Outage.DegradedShare;
    }

    void leased(Dimension dimension, long amount, long nowMillis) {
        if (sharesWithLeases()) {
            cell.charge(dimension, amount, nowMillis);
        }
    }

    /** Null when there is nothing left. */
    @Nullable
    Permit take(LeasingAccount account, Holdings holdings, Need need, long nowMillis) {
        Grant grant = grant(need, holdings.seats.out().held(), nowMillis);
        if (grant == null) {
            return null;
        }
        if (sharesWithLeases()) {
            holdings.bucket.takeLoose(need);
        }
        return new FallbackPermit(account, this, holdings, grant, need);
    }

    private @Nullable Grant grant(Need need, long out, long nowMillis) {
        boolean full = sharesWithLeases() && out >= cell.heldLeft();
        return possible && !full ? cell.grant(need, nowMillis) : null;
    }

    Cell cell() {
        return cell;
    }

    boolean isQuiet(long nowMillis) {
        return cell.quiet(nowMillis);
    }
}
