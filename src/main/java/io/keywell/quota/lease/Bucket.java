package io.keywell.quota.lease;

import io.keywell.core.Dimension;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.rule.SharedCell;
import io.keywell.quota.rule.WindowCount;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has leased of one limited thing, in every dimension that has or had a limit. Taking from it is a few
 * subtractions: from every dimension or from none. Guarded by its account's lock.
 */
final class Bucket {

    private Stock[] stocks = {};

    /** The array is not to be changed. */
    Stock[] stocks() {
        return stocks;
    }

    /** Takes over limits and shapes, also of dimensions that are new. */
    void follow(SharedCell cell, long nowMillis) {
        for (WindowCount window : cell.windows()) {
            Stock stock = find(window.dimension);
            if (stock != null) {
                stock.follow(window, nowMillis);
            } else if (window.limited()) {
                stocks = Arrays.copyOf(stocks, stocks.length + 1);
                stocks[stocks.length - 1] = new Stock(window, nowMillis);
            }
        }
        for (Stock stock : stocks) {
            if (cell.find(stock.dimension) == null) {
                stock.unlimit(nowMillis);
            }
        }
    }

    private @Nullable Stock find(Dimension dimension) {
        for (Stock stock : stocks) {
            if (stock.dimension == dimension) {
                return stock;
            }
        }
        return null;
    }

    void roll(long nowMillis) {
        for (Stock stock : stocks) {
            stock.roll(nowMillis);
        }
    }

    void restart(long nowMillis) {
        for (Stock stock : stocks) {
            stock.restart(nowMillis);
        }
    }

    boolean fits(Need need) {
        for (Stock stock : stocks) {
            if (!stock.fits(stock.amount(need.input(), need.output(), need.capped()))) {
                return false;
            }
        }
        return true;
    }

    /** Takes the need, which fits, for this account. */
    LeasePermit take(LeasingAccount account, Need need, long nowMillis) {
        long[] cut = null;
        int counted = 0;
        for (Stock stock : stocks) {
            long amount = stock.amount(need.input(), need.output(), need.capped());
            if (amount < stock.dimension.amount(need.input(), need.output())) {
                cut = cut == null ? new long[Dimension.values().length] : cut;
                cut[stock.dimension.ordinal()] = stock.dimension.amount(need.input(), need.output()) - amount;
            }
            stock.take(amount);
            counted |= 1 << stock.dimension.ordinal();
        }
        return new LeasePermit(account, nowMillis, need.input(), need.output(), counted, cut);
    }

    /** Counts a need that was granted without a lease. */
    void takeLoose(Need need) {
        for (Stock stock : stocks) {
            stock.takeLoose(stock.amount(need.input(), need.output(), need.capped()));
        }
    }

    /** Counts what a need that was granted without a lease has used beyond it. */
    void takeMore(Need need, long input, long output) {
        for (Stock stock : stocks) {
            long more =
                    stock.dimension.amount(input, output) - stock.amount(need.input(), need.output(), need.capped());
            if (more > 0) {
                stock.takeLoose(more);
            }
        }
    }

    /** A permit is over; returns whether anything limited came back. */
    boolean end(LeasePermit permit, long input, long output, boolean unsent) {
        boolean freed = false;
        for (Stock stock : stocks) {
            if (permit.countedIn(stock.dimension)) {
                long used = unsent ? 0 : stock.dimension.amount(input, output);
                long more = used - permit.taken(stock.dimension);
                if (more > 0) {
                    stock.takeMore(more);
                } else if (more < 0) {
                    freed |= stock.giveBack(permit.atMillis(), -more);
                }
            }
        }
        return freed;
    }

    /** Counts a request again that leaves late; returns whether any is owed now. */
    boolean sending(LeasePermit permit, long nowMillis) {
        boolean again = false;
        for (Stock stock : stocks) {
            if (permit.countedIn(stock.dimension) && stock.isLate(permit.atMillis(), nowMillis)) {
                stock.roll(nowMillis);
                stock.takeMore(permit.taken(stock.dimension));
                again = true;
            }
        }
        return again;
    }

    boolean isLimited() {
        for (Stock stock : stocks) {
            if (stock.limited()) {
                return true;
            }
        }
        return false;
    }

    boolean isLow() {
        for (Stock stock : stocks) {
            if (stock.isLow()) {
                return true;
            }
        }
        return false;
    }

    boolean owes() {
        for (Stock stock : stocks) {
            if (stock.owes()) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is anything that another replica could use. */
    boolean hasSpare() {
        for (Stock stock : stocks) {
            if (stock.limited() && (stock.have() > 0 || !stock.unspent.isEmpty())) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        for (Stock stock : stocks) {
            if (!stock.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** When the first present slot of a limited dimension is over; MAX without limits. */
    long endMillis() {
        long end = Long.MAX_VALUE;
        for (Stock stock : stocks) {
            end = stock.limited() ? Math.min(end, stock.endMillis()) : end;
        }
        return end;
    }

    /** The length of the shortest slot of a limited dimension. */
    long slotMillis() {
        long shortest = Long.MAX_VALUE;
        for (Stock stock : stocks) {
            shortest = stock.limited() ? Math.min(shortest, stock.slotMillis()) : shortest;
        }
        return shortest;
    }
}
