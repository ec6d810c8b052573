package io.keywell.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Level;
import io.keywell.core.Observation;
import io.keywell.core.QuotaKey;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.local.LocalQuotaStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalLimitsTest {

    private static final Dimension REQUESTS = Dimension.REQUESTS_PER_MINUTE;
    private static final Need ONE = new Need(1, 1, false);
    private static final int PROVIDERS_LIMIT = 50;
    private static final long COOL_DOWN_MILLIS = 5_000;

    private final ManualClock clock = new ManualClock("2026-03-01T10:00:00Z");
    private final LocalQuotaStore store = new LocalQuotaStore(clock);
    private final RefusalLimits limits = new RefusalLimits(clock);
    private Limits configured = Limits.NONE;

    private final Deque<Long> atProvider = new ArrayDeque<>();
    private long coolUntil;
    private int answered;
    private int refused;
    private int provider = PROVIDERS_LIMIT;

    @Test
    void aSilentProvidersLimitIsFoundAndHardlyEverRunInto() {
        minutes(5);
        answered = 0;
        refused = 0;

        minutes(60);

        // With cool-downs of five seconds alone it is one in nine.
        assertThat(refused).isLessThanOrEqualTo(20);
        assertThat(answered).isGreaterThanOrEqualTo(60 * PROVIDERS_LIMIT * 85 / 100);
        assertThat(level().limit()).isBetween(40L, 60L);
    }

    @Test
    void itFollowsALimitThatWasRaisedAndOneThatWasLowered() {
        minutes(10);
        provider = 100;
        minutes(15);
        assertThat(level().limit()).isBetween(80L, 120L);

        provider = 20;
        minutes(15);
        assertThat(level().limit()).isBetween(15L, 30L);
    }

    @Test
    void whatTheProviderNamesIsNotGuessedAt() {
        for (int second = 0; second < 600; second++) {
            clock.advance(1_000);
            Observation word = new Observation(REQUESTS, 500, 400, 0);
            account().observe(word);
            limits.named(account(), word);
            limits.answered(account());
            limits.refused(account(), Failure.of(FailureClass.RATE_SHORT));
        }
        assertThat(level().limit()).isEqualTo(500);
    }

    @Test
    void whatIsConfiguredIsNotGuessedAt() {
        configured = new Limits(List.of(new Limit(REQUESTS, 1_000, Window.SLIDING)));
        minutes(30);
        assertThat(level()).extracting(Level::limit, Level::learned).containsExactly(1_000L, false);
    }

    @Test
    void otherFailuresTeachNothing() {
        for (int second = 0; second < 600; second++) {
            clock.advance(1_000);
            limits.answered(account());
            limits.refused(account(), Failure.of(FailureClass.OVERLOAD));
            limits.refused(account(), Failure.of(FailureClass.CREDIT));
        }
        assertThat(account().levels()).isEmpty();
    }

    @Test
    void severalReplicasTakeOneStepTogether() {
        minutes(10);
        RefusalLimits other = new RefusalLimits(clock);
        other.refused(account(), Failure.of(FailureClass.RATE_SHORT));
        clock.advance(60_000);
        long before = level().limit();

        limits.refused(account(), Failure.of(FailureClass.RATE_SHORT));
        long lowered = level().limit();
        other.refused(account(), Failure.of(FailureClass.RATE_SHORT));

        assertThat(lowered).isLessThan(before);
        assertThat(level().limit()).isEqualTo(lowered);
    }

    /** Callers that want twice what the provider gives, ten times a second. */
    private void minutes(int minutes) {
        for (int tenth = 0; tenth < minutes * 600; tenth++) {
            clock.advance(100);
            boolean asks = (tenth * 2 * provider) / 600 > ((tenth - 1) * 2 * provider) / 600;
            if (asks && clock.now() >= coolUntil && account().tryAcquire(ONE) instanceof Permit permit) {
                call(permit);
            }
        }
    }

    private void call(Permit permit) {
        while (!atProvider.isEmpty() && atProvider.peekFirst() <= clock.now() - 60_000) {
            atProvider.removeFirst();
        }
        if (atProvider.size() < provider) {
            atProvider.addLast(clock.now());
            answered++;
            limits.answered(account());
        } else {
            refused++;
            coolUntil = clock.now() + COOL_DOWN_MILLIS;
            limits.refused(account(), Failure.of(FailureClass.RATE_SHORT));
        }
        permit.settle(1, 1);
    }

    private QuotaAccount account() {
        return store.account(QuotaKey.pool("silent", "p", "*"), configured);
    }

    private Level level() {
        return account().levels().stream()
                .filter(level -> level.dimension() == REQUESTS)
                .findFirst()
                .orElseThrow();
    }
}
