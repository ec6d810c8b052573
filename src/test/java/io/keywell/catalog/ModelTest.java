package io.keywell.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits.Limit;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelTest {

    private static Limits limits(long requests) {
        return new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, requests, new Window.Sliding())));
    }

    private static Pool pool(String name, Limits limits) {
        Pool.LimitRule rule = new Pool.LimitRule(new ModelPattern("*"), limits, QuotaKey.pool("acme", name, "*"));
        Key key = new Key(name, null, 1, List.of(), Key.State.ACTIVE, Long.MAX_VALUE);
        return new Pool("acme", name, name, List.of(key), List.of(rule));
    }

    @Test
    void ofVeryManyPlacesTheDifferentLimitsAreFew() {
        List<Pool> pools = IntStream.range(0, 1_000)
                .mapToObj(i -> pool("p" + i, i % 2 == 0 ? Limits.NONE : limits(5)))
                .toList();
        Provider acme = new Provider("acme", "openai", BaseUrl.parse("https://host/v1"), pools);

        Model model = new Model(
                "smart", List.of(new Model.Target(acme, "large", 0, 1)), -1, Lifecycle.of(Model.State.PUBLISHED));

        assertThat(model.places()).hasSize(1_000);
        assertThat(model.limits()).containsExactly(Limits.NONE, limits(5));
    }
}
