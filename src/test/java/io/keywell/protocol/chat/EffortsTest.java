package io.keywell.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EffortsTest {

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "low", "medium", "high"})
    void aWordsBudgetIsThatWord(String effort) {
        assertThat(Efforts.effortOf(Efforts.budgetOf(effort))).isEqualTo(effort);
    }

    @ParameterizedTest
    @CsvSource({"0,minimal", "2000,low", "10000,medium", "20000,high", "1000000,high"})
    void aBudgetIsTheWordNextToIt(long budget, String effort) {
        assertThat(Efforts.effortOf(budget)).isEqualTo(effort);
    }

    @Test
    void aWordThatIsNotKnownIsMoreThanHigh() {
        assertThat(Efforts.budgetOf("xhigh")).isGreaterThan(Efforts.budgetOf("high"));
    }
}
