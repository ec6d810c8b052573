package io.keywell.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision.Denied;
import io.keywell.quota.QuotaAccount.Need;
import java.util.List;

/** How the contracts come by a store, and a store with one account in it. */
interface StoreUnderTest {

    String MORNING = "2026-03-04T10:00:10.123Z";
    QuotaKey POOL = QuotaKey.pool("openai", "org-1", "gpt-4o*");
    Need ONE = new Need(1, 1, false);

    QuotaStore open(Clock clock);

    /** How much longer than its window a grant may stay counted in a sliding minute, in milliseconds. */
    long slackMillis();

    /** A store with one account in it. */
    record Rig(ManualClock clock, QuotaStore store, QuotaAccount account) {

        Permit take(Need need) {
            Decision decision = account.tryAcquire(need);
            assertThat(decision).isInstanceOf(Permit.class);
            return (Permit) decision;
        }

        Denied refused(Need need) {
            Decision decision = account.tryAcquire(need);
            assertThat(decision).isInstanceOf(Denied.class);
            return (Denied) decision;
        }

        /** How many of them are granted now. */
        int drain(Need need) {
            int granted = 0;
            while (granted < 100_000 && account.tryAcquire(need) instanceof Permit) {
                granted++;
            }
            return granted;
        }

        void limits(Limit... limits) {
            assertThat(store.account(POOL, new Limits(List.of(limits)))).isSameAs(account);
        }
    }

    default Rig rig(String start, Limit... limits) {
        ManualClock clock = new ManualClock(start);
        QuotaStore store = open(clock);
        return new Rig(clock, store, store.account(POOL, new Limits(List.of(limits))));
    }

    default Rig rig(Limit... limits) {
        return rig(MORNING, limits);
    }

    static Limit limit(Dimension dimension, long amount) {
        return new Limit(dimension, amount, Window.SLIDING);
    }
}
