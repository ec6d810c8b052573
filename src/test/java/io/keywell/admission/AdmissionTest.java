package io.keywell.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.AnonymousAccess;
import io.keywell.catalog.AnonymousAccess.Scope;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Model;
import io.keywell.catalog.ModelPattern;
import io.keywell.catalog.Window;
import io.keywell.core.Bytes;
import io.keywell.core.Cancellation;
import io.keywell.core.Clock;
import io.keywell.core.Dialect;
import io.keywell.core.Dimension;
import io.keywell.core.Exchange;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Operation;
import io.keywell.core.QuotaKey;
import io.keywell.core.RequestFacts;
import io.keywell.core.Secret;
import io.keywell.quota.local.LocalQuotaStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final long NOW = 1_000_000;

    private final LocalQuotaStore store = new LocalQuotaStore(new Still());
    private final OutputEstimates outputs = new OutputEstimates();
    private final InputEstimates inputs = new InputEstimates();
    private final Counts counts = new Counts();
    private final Admission admission = new Admission(store, inputs, outputs, counts, new Still());

    private static Catalog catalog(Scope anonymous) {
        Map<String, Model> models = Map.of(
                "smart", new Model("smart", List.of(), -1, Lifecycle.of(Model.State.PUBLISHED)),
                "gone", new Model("gone", List.of(), -1, Lifecycle.of(Model.State.RETIRED)),
                "sketch", new Model("sketch", List.of(), -1, Lifecycle.of(Model.State.DRAFT)));
        Consumer web = consumer(
                "web",
                Limits.NONE,
                List.of(new ModelPattern("smart"), new ModelPattern("gone"), new ModelPattern("sketch")));
        Consumer one = consumer("one", limited(Dimension.REQUESTS_PER_MINUTE, 1), List.of());
        Consumer small = consumer("small", limited(Dimension.TOKENS_PER_MINUTE, 100), List.of());
        Consumer large = consumer("large", limited(Dimension.TOKENS_PER_MINUTE, 1_000_000), List.of());
        Map<Sha256, Consumer> keys = Map.of(
                Sha256.of("kw-web"), web,
                Sha256.of("kw-one"), one,
                Sha256.of("kw-small"), small,
                Sha256.of("kw-large"), large);
        return new Catalog(
                Map.of(),
                models,
                new ConsumerKeys(keys),
                Map.of(),
                new AnonymousAccess(anonymous, AnonymousAccess.NONE.consumer()),
                Map.of());
    }

    private static Limits limited(Dimension dimension, long amount) {
        return new Limits(List.of(new Limit(dimension, amount, Window.SLIDING)));
    }

    private static Consumer consumer(String name, Limits limits, List<ModelPattern> models) {
        return new Consumer(name, null, models, 4, limits, -1, QuotaKey.consumer(name));
    }

    private Admitted admit(String key, boolean loopback, String model, RequestFacts facts, Scope anonymous) {
        return admit(key, loopback, model, facts, catalog(anonymous));
    }

    private Admitted admit(String key, boolean loopback, String model, RequestFacts facts, Catalog catalog) {
        Exchange exchange = new Exchange(
                "req_1",
                Operation.CHAT,
                Dialect.OPENAI,
                model,
                false,
                facts,
                Bytes.EMPTY,
                null,
                null,
                List.of(),
                null,
                key == null ? null : new Secret(key),
                loopback,
                -1,
                Exchange.Fallback.PROVIDERS,
                false,
                null,
                0,
                NOW,
                new Cancellation(),
                null);
        return admission.admit(exchange, catalog);
    }

    private Admitted admit(String key, String model) {
        return admit(key, true, model, RequestFacts.NONE, Scope.NONE);
    }

    private static Kind refusal(Admitted admitted) {
        return ((Admitted.Refused) admitted).error().kind();
    }

    private static RequestFacts tokens(long input, long output) {
        return new RequestFacts(input, output, -1, -1, -1, -1, false);
    }

    @Test
    void aKnownCallerMayUseItsModel() {
        Admitted.Allowed allowed = (Admitted.Allowed) admit("kw-web", "smart");

        assertThat(allowed.consumer().name()).isEqualTo("web");
        assertThat(allowed.model().name()).isEqualTo("smart");
        assertThat(allowed.permit())
                .as("a caller without limits takes no permit")
                .isNull();
    }

    @Test
    void whileRowsAreNotReadYetWhatIsNotKnownMayBeTriedAgain() {
        Catalog partial = catalog(Scope.NONE).partial();

        Admitted.Refused caller = (Admitted.Refused) admit("kw-row", true, "smart", RequestFacts.NONE, partial);
        Admitted.Refused model = (Admitted.Refused) admit("kw-one", true, "row", RequestFacts.NONE, partial);

        assertThat(List.of(caller, model)).allSatisfy(refused -> {
            assertThat(refused.error().kind()).isEqualTo(Kind.GATEWAY_OVERLOADED);
            assertThat(refused.error().retryAtMillis()).isEqualTo(NOW + 2_000);
        });
        assertThat(admit("kw-web", true, "smart", RequestFacts.NONE, partial)).isInstanceOf(Admitted.Allowed.class);
        assertThat(refusal(admit(null, true, "smart", RequestFacts.NONE, partial)))
                .as("no key at all is nobody's row")
                .isEqualTo(Kind.INVALID_API_KEY);
    }

    @Test
    void whoIsNotKnownLearnsNothingOfTheModels() {
        assertThat(refusal(admit(null, "nothing"))).isEqualTo(Kind.INVALID_API_KEY);
        assertThat(refusal(admit("kw-wrong", "nothing"))).isEqualTo(Kind.INVALID_API_KEY);
    }

    @Test
    void theStateAndThePermissionOfTheModelDecide() {
        assertThat(refusal(admit("kw-web", "nothing"))).isEqualTo(Kind.MODEL_NOT_FOUND);
        assertThat(refusal(admit("kw-web", "sketch"))).isEqualTo(Kind.MODEL_NOT_FOUND);
        assertThat(refusal(admit("kw-web", "gone"))).isEqualTo(Kind.MODEL_RETIRED);
    }

    @Test
    void withoutAKeyOnlyThoseGetInWhoAreLetIn() {
        assertThat(refusal(admit(null, true, "smart", RequestFacts.NONE, Scope.NONE)))
                .isEqualTo(Kind.INVALID_API_KEY);
        assertThat(refusal(admit(null, false, "smart", RequestFacts.NONE, Scope.LOOPBACK)))
                .isEqualTo(Kind.INVALID_API_KEY);
        assertThat(((Admitted.Decided) admit(null, true, "smart", RequestFacts.NONE, Scope.LOOPBACK))
                        .consumer()
                        .name())
                .isEqualTo("anonymous");
        assertThat(refusal(admit("kw-wrong", true, "smart", RequestFacts.NONE, Scope.ALL)))
                .as("a wrong key is not the same as none")
                .isEqualTo(Kind.INVALID_API_KEY);
    }

    @Test
    void aCallersOwnLimitIsToldWithItsTimeAndItsAllowance() {
        Admitted.Allowed first = (Admitted.Allowed) admit("kw-one", "smart");
        assertThat(store.openPermits()).isEqualTo(1);

        Admitted.Refused second = (Admitted.Refused) admit("kw-one", "smart");

        assertThat(refusal(second)).isEqualTo(Kind.CONSUMER_RATE_LIMITED);
        assertThat(second.error().message()).contains("requests-per-minute");
        assertThat(second.error().retryAtMillis()).isGreaterThan(NOW);
        assertThat(second.account().levels()).singleElement().satisfies(level -> assertThat(level.left())
                .isZero());
        assertThat(store.openPermits()).as("a refusal holds nothing").isEqualTo(1);

        first.permit().release();
        assertThat(admit("kw-one", "smart")).isInstanceOf(Admitted.Allowed.class);
    }

    @Test
    void anAnswerWithoutACapIsReservedAsLongAsTheModelsAnswersAre() {
        Admitted.Allowed asked = (Admitted.Allowed) admit("kw-web", true, "smart", tokens(10, 70), Scope.NONE);
        Admitted.Allowed open = (Admitted.Allowed) admit("kw-web", true, "smart", tokens(10, -1), Scope.NONE);

        assertThat(asked.need().output()).isEqualTo(70);
        assertThat(asked.need().capped()).isFalse();
        assertThat(open.need().output()).isEqualTo(500);
        assertThat(open.need().capped()).isTrue();
    }

    @Test
    void aGuessThatIsLargerThanTheWholeLimitIsNoReasonToRefuseButARequestIs() {
        assertThat(admit("kw-small", true, "smart", tokens(10, -1), Scope.NONE)).isInstanceOf(Admitted.Allowed.class);

        Admitted.Refused never = (Admitted.Refused) admit("kw-small", true, "smart", tokens(10, 500), Scope.NONE);
        assertThat(never.error().message()).contains("larger than this key's whole limit");
        assertThat(never.error().retryAtMillis()).as("coming back is no use").isZero();
    }

    private static final class Still implements Clock {
        @Override
        public long epochMillis() {
            return NOW;
        }

        @Override
        public long nanoTime() {
            return NOW * 1_000_000;
        }
    }

    @Test
    void whatIsTooLargeByAGuessIsCountedBeforeItIsRefused() {
        counts.whole = 60L;
        Admitted.Asking asking = (Admitted.Asking) admit("kw-small", true, "smart", tokens(140, 10), Scope.NONE);

        Admitted.Allowed allowed =
                (Admitted.Allowed) asking.answer().toCompletableFuture().join();

        assertThat(allowed.need().input()).isEqualTo(60);
        assertThat(allowed.need().output()).isEqualTo(10);
        assertThat(store.openPermits()).isEqualTo(1);
    }

    @Test
    void whatIsTooLargeIndeedIsRefused() {
        counts.whole = 130L;
        Admitted.Asking asking = (Admitted.Asking) admit("kw-small", true, "smart", tokens(140, 10), Scope.NONE);

        Admitted last = asking.answer().toCompletableFuture().join();

        assertThat(refusal(last)).isEqualTo(Kind.CONSUMER_RATE_LIMITED);
        assertThat(((Admitted.Refused) last).error().message()).contains("larger than");
    }

    @Test
    void whatFitsByAGuessIsNotCountedWhole() {
        counts.whole = 1L;
        Admitted.Allowed allowed = (Admitted.Allowed) admit("kw-small", true, "smart", tokens(80, 10), Scope.NONE);

        assertThat(allowed.need().input()).isEqualTo(80);
    }

    @Test
    void aPromptThatMattersToATokenLimitIsCountedByItsParts() {
        counts.sampled = 61;
        for (int i = 0; i < 500; i++) {
            inputs.learn(catalog(Scope.NONE).resolve("smart"), 1_000, 700);
        }

        Admitted.Allowed allowed = (Admitted.Allowed) admit("kw-small", true, "smart", tokens(80, 10), Scope.NONE);

        assertThat(allowed.need().input()).isEqualTo(61);
    }

    @Test
    void aPromptWithoutALimitOfTokensIsNotCounted() {
        counts.sampled = 61;

        Admitted.Allowed free = (Admitted.Allowed) admit("kw-web", true, "smart", tokens(80, 10), Scope.NONE);
        Admitted.Allowed byRequests = (Admitted.Allowed) admit("kw-one", true, "smart", tokens(80, 10), Scope.NONE);

        assertThat(free.need().input()).isEqualTo(80);
        assertThat(byRequests.need().input()).isEqualTo(80);
    }

    @Test
    void aPromptThatIsNothingBesideTheLimitIsNotCounted() {
        counts.sampled = 61;

        Admitted.Allowed little = (Admitted.Allowed) admit("kw-large", true, "smart", tokens(100, 10), Scope.NONE);
        Admitted.Allowed more = (Admitted.Allowed) admit("kw-large", true, "smart", tokens(101, 10), Scope.NONE);

        assertThat(little.need().input()).isEqualTo(100);
        assertThat(more.need().input()).isEqualTo(61);
    }

    @Test
    void aModelThatNobodyKnowsToCutIsJudgedByTheGuess() {
        assertThat(refusal(admit("kw-small", true, "smart", tokens(140, 10), Scope.NONE)))
                .isEqualTo(Kind.CONSUMER_RATE_LIMITED);
    }

    @Test
    void theGuessFollowsWhatProvidersReport() {
        Model smart = catalog(Scope.NONE).resolve("smart");
        for (int i = 0; i < 500; i++) {
            inputs.learn(smart, 1_000, 700);
        }

        Admitted.Allowed allowed = (Admitted.Allowed) admit("kw-web", true, "smart", tokens(1_000, 10), Scope.NONE);

        assertThat(allowed.need().input()).isBetween(700L, 720L);
    }
}
