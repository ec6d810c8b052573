package io.keywell.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "499999, 0",
        "500000, 0",
        "500001, 1",
        "1500000, 2",
        "2500000, 2",
        "-500000, 0",
        "-1500000, -2",
        "9223372036854775807, 9223372036855"
    })
    void theSumIsRoundedToTheNearestMicroUnitAndAHalfToTheEvenOne(long millionths, long micros) {
        assertThat(Money.ofMillionthsOfMicros(millionths, "USD")).isEqualTo(new Money(micros, "USD"));
    }

    @Test
    void sumsAreExactOrRefused() {
        assertThat(new Money(1, "USD").plus(new Money(2, "USD"))).isEqualTo(new Money(3, "USD"));
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE, "USD").plus(new Money(1, "USD")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Money(1, "USD").plus(new Money(1, "EUR")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1234567, 1.234567 USD", "5, 0.000005 USD", "-5, -0.000005 USD", "-1000000, -1.000000 USD"})
    void anAmountIsWrittenWithAllItsPlaces(long micros, String text) {
        assertThat(new Money(micros, "USD")).hasToString(text);
    }

    @Test
    void onlyTheSumOfACallsPartsIsRounded() {
        assertThat(new Cost(400_000, 400_000, 400_000, 400_000).total()).isEqualTo(new Money(2, "USD"));
    }
}
