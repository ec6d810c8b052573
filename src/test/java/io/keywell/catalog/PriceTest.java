package io.keywell.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.catalog.Prices.Row;
import io.keywell.core.Cost;
import io.keywell.core.Money;
import io.keywell.core.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceTest {

    private static final Price PRICE = new Price(3_000_000, 15_000_000, 300_000, 3_750_000);

    private static Price of(long all) {
        return new Price(all, all, all, all);
    }

    private static Row row(String pattern, long price) {
        return new Row(new ModelPattern(pattern), of(price));
    }

    @Test
    void cachedTokensArePaidOnceAndAtTheirOwnPrice() {
        Cost cost = PRICE.of(new Usage(1_000, 100, 600, 300, 40, false));

        assertThat(cost).isEqualTo(new Cost(100L * 3_000_000, 100L * 15_000_000, 600L * 300_000, 300L * 3_750_000));
        assertThat(cost.total()).isEqualTo(new Money(300 + 1_500 + 180 + 1_125, "USD"));
    }

    @Test
    void nonsenseFromAProviderNeitherOverflowsNorPaysBack() {
        Price highest = of(Price.HIGHEST);

        assertThat(highest.of(new Usage(Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0, false))
                        .total()
                        .micros())
                .isPositive();
        assertThat(highest.of(new Usage(-1, -1, -1, 5, 0, false)).input()).isZero();
        assertThat(PRICE.of(new Usage(10, 0, 50, 0, 0, false)).input()).isZero();
    }

    @Test
    void thereIsNoNegativePrice() {
        assertThatThrownBy(() -> of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(Price.HIGHEST + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theOperatorsRowsGoFirstThenTheLongestPattern() {
        Prices prices =
                Prices.of(List.of(row("gpt-4*", 1), row("gpt-4o", 2)), List.of(row("gpt-4o-mini", 3), row("o*", 4)));

        assertThat(prices.of("gpt-4o")).isEqualTo(of(2));
        assertThat(prices.of("gpt-4o-mini")).isEqualTo(of(1));
        assertThat(prices.of("o3")).isEqualTo(of(4));
        assertThat(prices.of("large")).isNull();
    }

    @Test
    void aTargetKnowsItsPrice() {
        Provider provider = new Provider("acme", "openai", BaseUrl.parse("https://host/v1"), List.of())
                .priced(Prices.of(List.of(row("large", 7)), List.of()));

        assertThat(new Model.Target(provider, "large", 0, 1).price()).isEqualTo(of(7));
        assertThat(new Model.Target(provider, "small", 0, 1).price()).isNull();
    }
}
