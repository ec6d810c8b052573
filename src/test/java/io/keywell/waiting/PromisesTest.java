package io.keywell.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromisesTest {

    private final Promises promises = new Promises();

    @Test
    void aPromiseIsClaimedOnceAndNotBeforeItsTime() {
        promises.book(1_000, 1_000, 0);

        assertThat(promises.claim(999, 0)).isEqualTo(Promises.NONE);
        assertThat(promises.claim(1_000, 0)).isEqualTo(1_000);
        assertThat(promises.claim(1_000, 0)).isEqualTo(Promises.NONE);
    }

    @Test
    void theEarliestDuePromiseIsClaimedFirst() {
        promises.book(3_000, 3_000, 0);
        promises.book(1_000, 1_000, 0);
        promises.book(2_000, 2_000, 0);

        assertThat(promises.claim(2_500, 0)).isEqualTo(1_000);
        assertThat(promises.claim(2_500, 0)).isEqualTo(2_000);
        assertThat(promises.claim(2_500, 0)).isEqualTo(Promises.NONE);
    }

    @Test
    void anotherRequestMayNotTakeAPromiseUntilItsHolderIsLate() {
        promises.book(1_000, 1_000, 7);

        assertThat(promises.claim(1_500, 8)).isEqualTo(Promises.NONE);
        assertThat(promises.claim(2_000, 8)).isEqualTo(1_000);
    }

    @Test
    void aRequestFindsItsOwnPromiseAmongOthers() {
        promises.book(1_000, 1_000, 7);
        promises.book(1_100, 1_100, 8);

        assertThat(promises.claim(5_000, 8)).isEqualTo(1_100);
    }

    @Test
    void aPromiseLapses() {
        promises.book(1_000, 1_000, 0);
        promises.book(2_000, 2_000, 0);

        assertThat(promises.lapse(2_000)).isOne();
        assertThat(promises.size()).isOne();
        assertThat(promises.claim(3_000, 0)).isEqualTo(2_000);
    }

    @Test
    void aKeptRankIsCountedUntilItIsUsed() {
        promises.book(2_000, 500, 0);
        assertThat(promises.kept()).isOne();

        assertThat(promises.claim(2_000, 0)).isEqualTo(500);
        assertThat(promises.kept()).isZero();
    }

    @Test
    void aConsumerWhoseCallersDoNotReturnIsExpectedLessAndLess() {
        Share<String> share = new Share<>("ghost", 0);

        share.lapsed(100);
        assertThat(share.claimRate()).isEqualTo(0.05);
        for (int i = 0; i < 100; i++) {
            share.claimed();
        }
        assertThat(share.claimRate()).isGreaterThan(0.95);
    }
}
