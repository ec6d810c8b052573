package io.keywell.quota.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseCountsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 242})
    void countsAreThoseOfAnArray(int places) {
        Random random = new Random(places);
        long[] expected = new long[places];
        SparseCounts counts = new SparseCounts(places);
        for (int i = 0; i < 20 * places; i++) {
            int place = random.nextInt(places);
            if (random.nextInt(3) == 0) {
                counts.clear(place);
                expected[place] = 0;
            } else {
                long amount = random.nextInt(10) - 2;
                counts.add(place, amount);
                expected[place] += amount;
            }
            int looked = random.nextInt(places);
            assertThat(counts.get(looked)).isEqualTo(expected[looked]);
        }
        for (int place = 0; place < places; place++) {
            assertThat(counts.get(place)).isEqualTo(expected[place]);
        }
    }

    /** A ring that has gone round: its newest slots stand before its oldest ones in the same part. */
    @Test
    void whatIsNotClearedStaysWhenTheEndOfItsPartIs() {
        SparseCounts counts = new SparseCounts(40);
        counts.add(15, 7);
        counts.add(3, 5);

        counts.clear(15);

        assertThat(counts.get(3)).isEqualTo(5);
        assertThat(counts.get(15)).isZero();
    }
}
