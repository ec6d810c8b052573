package io.keywell.admission;

import io.keywell.catalog.Consumer;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Model;
import io.keywell.quota.QuotaAccount.Need;
import java.util.List;

/** Whether a request is larger than a whole limit, so that it would never be served. */
final class Sizes {

    private Sizes() {}

    /** Whether the caller's limits, and those of at least one place that has the model, could ever hold it. */
    static boolean couldFit(Need need, Consumer consumer, Model model) {
        if (!holds(consumer.limits(), need)) {
            return false;
        }
        List<Model.Place> places = model.places();
        for (int i = 0; i < places.size(); i++) {
            if (holds(places.get(i).rule().limits(), need)) {
                return true;
            }
        }
        return places.isEmpty();
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
