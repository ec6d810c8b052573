package io.keywell.admission;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Model;
import io.keywell.quota.QuotaAccount.Need;
import java.util.List;

/** How large a request is beside the limits that it falls under. */
final class Sizes {

    /** So many that take as much as they may in a window are still a few hundred in a second. */
    private static final int SMALL = 10_000;

    /** What a token of a prompt costs where it is dear, in millionths. */
    private static final int DEAR = 10;

    private Sizes() {}

    /** Whether the caller's limits, and those of at least one place that has the model, could ever hold it. */
    static boolean couldFit(Need need, Consumer consumer, Model model) {
        List<Allowance> allowances = consumer.allowances();
        for (int i = 0; i < allowances.size(); i++) {
            if (!holds(allowances.get(i).limits(), need)) {
                return false;
            }
        }
        List<Limits> limits = model.limits();
        for (int i = 0; i < limits.size(); i++) {
            if (holds(limits.get(i), need)) {
                return true;
            }
        }
        return limits.isEmpty();
    }

    /**
     * Whether a prompt of that size is more than a ten thousandth of a whole limit of tokens or money, so that it matters how
     * far its own guess is off. What is smaller than that is counted right by a mean that is right.
     */
    static boolean matters(long input, Consumer consumer, Model model) {
        List<Allowance> allowances = consumer.allowances();
        for (int i = 0; i < allowances.size(); i++) {
            if (matters(input, allowances.get(i).limits())) {
                return true;
            }
        }
        List<Limits> limits = model.limits();
        for (int i = 0; i < limits.size(); i++) {
            if (matters(input, limits.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matters(long input, Limits limits) {
        List<Limit> all = limits.all();
        for (int i = 0; i < all.size(); i++) {
            long takes =
                    switch (all.get(i).dimension()) {
                        case INPUT_TOKENS_PER_MINUTE, TOKENS_PER_MINUTE, TOKENS_PER_DAY -> input;
                        case BUDGET -> input * DEAR;
                        default -> 0;
                    };
            if (takes > all.get(i).amount() / SMALL) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(Limits limits, Need need) {
        List<Limit> all = limits.all();
        for (int i = 0; i < all.size(); i++) {
            if (takes(all.get(i), need) > all.get(i).amount()) {
                return false;
            }
        }
        return true;
    }

    /** At least; output that is a guess is cut where it must be. */
    private static long takes(Limit limit, Need need) {
        long output = need.capped() ? 0 : need.output();
        return switch (limit.dimension()) {
            case INPUT_TOKENS_PER_MINUTE -> need.input();
            case TOKENS_PER_MINUTE, TOKENS_PER_DAY -> need.input() + output;
            default -> 0;
        };
    }
}
