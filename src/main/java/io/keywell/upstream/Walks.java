package io.keywell.upstream;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Model;
import io.keywell.core.Exchange;
import io.keywell.core.Operation;
import io.keywell.protocol.convert.Conversions;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.routing.Plan;
import io.keywell.waiting.WaitingSettings;
import jakarta.inject.Singleton;

/** Begins walks: the plan of a request and how long it may wait. */
@Singleton
public class Walks {

    /** Vendors cache prompts from so many tokens on. */
    private static final int CACHED_TOKENS = 1_024;

    private final long maxWaitMillis;
    private final Makers makers;

    public Walks(WaitingSettings settings, Makers makers) {
        this.makers = makers;
        this.maxWaitMillis = settings.maxWait().toMillis();
    }

    /**
     * @param need what the request takes of a pool
     */
    public Walk begin(Exchange exchange, Catalog catalog, Consumer consumer, Model model, Need need) {
        Ability ability = new Ability(
                exchange,
                Conversions.all(),
                makers.among(model, exchange.facts().continues()));
        Plan plan = new Plan(model, exchange.fallback(), ability, conversation(exchange));
        // The gateway's own count comes at once: a provider's is not worth a wait.
        long wait = exchange.operation() == Operation.COUNT_TOKENS
                ? 0
                : shortest(exchange.maxWaitMillis(), consumer.maxWaitMillis(), model.maxWaitMillis());
        Visit visit = new Visit(consumer.name(), consumer.priority(), exchange.arrivalMillis() + wait);
        return new Walk(exchange, ability, catalog, plan, need, visit);
    }

    /** What requests of one conversation have in common: their beginning. 0 where no provider would cache it. */
    private static int conversation(Exchange exchange) {
        boolean cached = exchange.operation() == Operation.CHAT || exchange.operation() == Operation.COMPLETIONS;
        if (!cached || exchange.facts().inputTokens() < CACHED_TOKENS) {
            return 0;
        }
        return exchange.body().beginning();
    }

    private long shortest(long callers, long consumers, long models) {
        return Math.min(Math.min(said(callers), said(consumers)), Math.min(said(models), maxWaitMillis));
    }

    private static long said(long millis) {
        return millis < 0 ? Long.MAX_VALUE : millis;
    }
}
