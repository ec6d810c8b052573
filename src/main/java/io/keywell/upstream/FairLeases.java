package io.keywell.upstream;

import io.keywell.catalog.Model;
import io.keywell.catalog.Model.Place;
import io.keywell.catalog.Pool.LimitRule;
import io.keywell.core.QuotaKey;
import io.keywell.quota.QuotaAccount;
import io.keywell.waiting.Claim;
import io.keywell.waiting.Claims;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells the accounts which part of what is left this replica should lease, while several replicas wait for it. Models
 * may draw from the same account: their claims on it add up.
 */
final class FairLeases implements Claims {

    private final Function<String, @Nullable Model> models;
    private final Function<LimitRule, QuotaAccount> accounts;

    FairLeases(Function<String, @Nullable Model> models, Function<LimitRule, QuotaAccount> accounts) {
        this.models = models;
        this.accounts = accounts;
    }

    @Override
    public void told(Map<String, Claim> byLine) {
        Map<QuotaKey, Shared> claimed = new HashMap<>();
        byLine.forEach((line, claim) -> {
            Model model = models.apply(line);
            if (model != null) {
                add(model, claim, claimed);
            }
        });
        for (Shared shared : claimed.values()) {
            double part = shared.claim.part();
            if (!Double.isNaN(part)) {
                accounts.apply(shared.rule).share(part, shared.claim.mine());
            }
        }
    }

    private static void add(Model model, Claim claim, Map<QuotaKey, Shared> claimed) {
        Set<QuotaKey> added = new HashSet<>();
        for (Place place : model.places()) {
            QuotaKey key = place.rule().account();
            if (added.add(key)) {
                claimed.computeIfAbsent(key, ignored -> new Shared(place.rule()))
                        .add(claim);
            }
        }
    }

    private static final class Shared {
        private final LimitRule rule;
        private Claim claim = Claim.NONE;

        Shared(LimitRule rule) {
            this.rule = rule;
        }

        void add(Claim more) {
            claim = claim.plus(more);
        }
    }
}
