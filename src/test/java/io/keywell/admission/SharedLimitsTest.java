package io.keywell.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Model;
import io.keywell.catalog.Window;
import io.keywell.core.Bytes;
import io.keywell.core.Cancellation;
import io.keywell.core.Clock;
import io.keywell.core.Dialect;
import io.keywell.core.Dimension;
import io.keywell.core.Exchange;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Level;
import io.keywell.core.Observation;
import io.keywell.core.Operation;
import io.keywell.core.QuotaKey;
import io.keywell.core.RequestFacts;
import io.keywell.core.Secret;
import io.keywell.quota.Decision;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A caller's own limit that all replicas count together. */
class SharedLimitsTest {

    private static final Limits LIMITS =
            new Limits(List.of(new Limits.Limit(Dimension.REQUESTS_PER_MINUTE, 1, Window.SLIDING)));

    private int released;

    /** What is told one after another; {@link #told} when it is empty. */
    private final Deque<CompletableFuture<Decision>> answers = new ArrayDeque<>();

    private final CompletableFuture<Decision> told = new CompletableFuture<>();
    private Decision atOnce = new Decision.Denied(Dimension.REQUESTS_PER_MINUTE, 1_000, Decision.Reason.ASKING);
    private final Admission admission =
            new Admission(new OneAccount(), new InputEstimates(), new OutputEstimates(), Counts.none(), Clock.system());

    @Test
    void aCallThatComesBeforeTheFirstLeaseWaitsForIt() {
        Admitted.Asking asking = (Admitted.Asking) admit();
        CompletableFuture<Admitted.Decided> last = asking.answer().toCompletableFuture();
        assertThat(last).isNotDone();

        Permit permit = new Ended();
        told.complete(permit);

        assertThat(last.join()).isInstanceOfSatisfying(Admitted.Allowed.class, allowed -> assertThat(allowed.permit())
                .isSameAs(permit));
    }

    @Test
    void whatTheStoreAnswersIsTheLastWord() {
        Admitted.Asking asking = (Admitted.Asking) admit();

        told.complete(new Decision.Denied(Dimension.REQUESTS_PER_MINUTE, 61_000));

        Admitted.Refused refused =
                (Admitted.Refused) asking.answer().toCompletableFuture().join();
        assertThat(refused.error().kind()).isEqualTo(Kind.CONSUMER_RATE_LIMITED);
        assertThat(refused.error().retryAtMillis()).isEqualTo(61_000);
    }

    @Test
    void aLimitThatCannotBeCheckedIsTheGatewaysTrouble() {
        atOnce = new Decision.Denied(Dimension.REQUESTS_PER_MINUTE, 61_000, Decision.Reason.UNREACHABLE);

        Admitted.Refused refused = (Admitted.Refused) admit();

        assertThat(refused.error().kind()).isEqualTo(Kind.GATEWAY_OVERLOADED);
    }

    @Test
    void ofSeveralAllowancesEachIsAskedInItsTurn() {
        CompletableFuture<Decision> team = new CompletableFuture<>();
        answers.addAll(List.of(told, team));
        CompletableFuture<Admitted.Decided> last =
                ((Admitted.Asking) admit(inATeam())).answer().toCompletableFuture();
        assertThat(answers).as("the team is asked when the own one has granted").hasSize(1);

        told.complete(new Ended());
        assertThat(answers).isEmpty();
        assertThat(last).isNotDone();
        team.complete(new Ended());

        Permit both = ((Admitted.Allowed) last.join()).permit();
        both.release();
        assertThat(released).isEqualTo(2);
    }

    @Test
    void whatWasTakenGoesBackWhenALaterAllowanceRefuses() {
        CompletableFuture<Decision> team = new CompletableFuture<>();
        answers.addAll(List.of(told, team));
        CompletableFuture<Admitted.Decided> last =
                ((Admitted.Asking) admit(inATeam())).answer().toCompletableFuture();
        told.complete(new Ended());
        assertThat(released).isZero();

        team.complete(new Decision.Denied(Dimension.REQUESTS_PER_MINUTE, 61_000));

        assertThat(((Admitted.Refused) last.join()).error().message()).contains("team's limit");
        assertThat(released).isEqualTo(1);
    }

    private static Consumer inATeam() {
        List<Allowance> allowances = Stream.of(QuotaKey.consumer("one"), QuotaKey.team("all"))
                .flatMap(spender -> Allowance.of(spender, LIMITS, null).stream())
                .toList();
        return new Consumer("one", "all", List.of(), 4, LIMITS, -1, QuotaKey.consumer("one"), allowances);
    }

    private Admitted admit() {
        return admit(new Consumer("one", null, List.of(), 4, LIMITS, -1, QuotaKey.consumer("one")));
    }

    private Admitted admit(Consumer one) {
        Catalog catalog = new Catalog(
                Map.of(),
                Map.of("smart", new Model("smart", List.of(), -1, Lifecycle.of(Model.State.PUBLISHED))),
                new ConsumerKeys(Map.of(Sha256.of("kw-one"), one)),
                Map.of());
        return admission.admit(exchange(), catalog);
    }

    private static Exchange exchange() {
        return new Exchange(
                "req_1",
                Operation.CHAT,
                Dialect.OPENAI,
                "smart",
                false,
                RequestFacts.NONE,
                Bytes.EMPTY,
                null,
                null,
                List.of(),
                null,
                new Secret("kw-one"),
                false,
                -1,
                Exchange.Fallback.PROVIDERS,
                false,
                null,
                0,
                0,
                new Cancellation(),
                null);
    }

    private final class OneAccount implements QuotaStore, QuotaAccount {

        @Override
        public QuotaAccount account(QuotaKey key, Limits limits) {
            return this;
        }

        @Override
        public Decision tryAcquire(Need need) {
            return atOnce;
        }

        @Override
        public CompletionStage<Decision> acquire(Need need) {
            CompletableFuture<Decision> next = answers.poll();
            return next == null ? told : next;
        }

        @Override
        public QuotaKey key() {
            return QuotaKey.consumer("one");
        }

        @Override
        public double headroom() {
            return 0;
        }

        @Override
        public long grantable(Need need, long untilMillis, long enough) {
            return 0;
        }

        @Override
        public void observe(Observation observation) {}

        @Override
        public List<Level> levels() {
            return List.of();
        }

        @Override
        public void onFreed(Runnable listener) {}

        @Override
        public void close() {}
    }

    private final class Ended implements Permit {
        @Override
        public boolean settle(long inputTokens, long outputTokens) {
            return false;
        }

        @Override
        public boolean release() {
            released++;
            return true;
        }
    }
}
