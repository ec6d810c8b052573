package io.keywell.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Model;
import io.keywell.catalog.Model.Target;
import io.keywell.catalog.ModelPattern;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import io.keywell.catalog.Provider;
import io.keywell.core.QuotaKey;
import io.keywell.upstream.Makers.Maker;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may go on with an answer that a provider keeps. */
class MakersTest {

    private static final BaseUrl URL = new BaseUrl(false, "127.0.0.1", 1, "/v1");

    private final Makers makers = new Makers();

    private static Pool pool(String name) {
        LimitRule rule = new LimitRule(new ModelPattern("*"), Limits.NONE, QuotaKey.pool("p", name, "*"));
        return new Pool("p", name, name, List.of(), List.of(rule));
    }

    private static Model leadingTo(Pool... pools) {
        Target target = new Target(new Provider("p", "openai", URL, List.of(pools)), "m", 0, 1, "m");
        return new Model("smart", List.of(target), -1, Lifecycle.of(Model.State.PUBLISHED));
    }

    @Test
    void whoMadeAnAnswerGoesOnWithItAlsoWhenItsPoolWasReadAnew() {
        makers.made("resp_1", pool("a"));

        assertThat(makers.among(leadingTo(pool("a"), pool("b")), "resp_1")).isEqualTo(new Maker("p", "a"));
    }

    @Test
    void nobodyIsKnownToGoOnWithItOnceTheModelDoesNotLeadThere() {
        makers.made("resp_1", pool("a"));

        assertThat(makers.among(leadingTo(pool("b")), "resp_1")).isNull();
        assertThat(makers.among(leadingTo(pool("b")), "resp_2")).isNull();
        assertThat(makers.among(leadingTo(pool("b")), null)).isNull();
    }
}
