package io.keywell.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Model;
import io.keywell.core.Bytes;
import io.keywell.core.Cancellation;
import io.keywell.core.Dialect;
import io.keywell.core.Exchange;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.convert.Conversions;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.routing.Plan;
import io.keywell.upstream.Step.Ended;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InLineTest {

    private final Cancellation cancellation = new Cancellation();

    @Test
    void whoLeftBeforeItCameToTheRoomDoesNotEnterIt() {
        cancellation.cancel();
        AtomicReference<Throwable> end = new AtomicReference<>();

        // There is no room and no turnstile: whoever enters breaks.
        Uni.createFrom()
                .<Walk>emitter(emitter -> new InLine(walk(), null, emitter).enter(null))
                .subscribe()
                .with(walk -> {}, end::set);

        assertThat(end.get()).isInstanceOf(Ended.class);
    }

    private Walk walk() {
        Exchange exchange = new Exchange(
                "req_1",
                Operation.CHAT,
                Dialect.OPENAI,
                "smart",
                false,
                RequestFacts.NONE,
                Bytes.of(new byte[0]),
                null,
                null,
                List.of(),
                null,
                null,
                true,
                -1,
                Exchange.Fallback.PROVIDERS,
                false,
                null,
                0,
                0,
                cancellation,
                null);
        Model model = new Model("smart", List.of(), -1, Lifecycle.of(Model.State.PUBLISHED));
        Ability ability = new Ability(exchange, Conversions.all(), null);
        Catalog catalog = new Catalog(Map.of(), Map.of(), new ConsumerKeys(Map.of()), Map.of());
        Plan plan = new Plan(model, exchange.fallback(), ability);
        return new Walk(exchange, ability, catalog, plan, new Need(1, 1, false), new Visit("web", 1, 0));
    }
}
