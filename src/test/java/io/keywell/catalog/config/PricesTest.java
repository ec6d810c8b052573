package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.Model;
import io.keywell.catalog.Price;
import io.keywell.provider.Vendors;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {

    private final CatalogReader reader =
            new CatalogReader(new KnownVendors(Vendors.directory(), Vendors.plannedKeyVariables()));

    /** @param more names and values by turns */
    private ConfigResult read(String... more) {
        Map<String, String> properties = new HashMap<>();
        properties.put("keywell.providers.openai.api-keys", "sk-1");
        properties.put("keywell.providers.house.type", "openai");
        properties.put("keywell.providers.house.api-keys", "sk-2");
        properties.put("keywell.providers.anthropic.api-keys", "sk-3");
        properties.put("keywell.auth.anonymous", "true");
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return reader.read(properties, Map.of(), path -> {
            throw new AssertionError(path);
        });
    }

    private @Nullable Price price(String model, String... more) {
        Catalog catalog = ((ConfigResult.Accepted) read(more)).catalog();
        Model found = catalog.resolve(model);
        assertThat(found).isNotNull();
        return found.targets().get(0).price();
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o, 2500000, 10000000",
        "openai/gpt-4o-2024-11-20, 2500000, 10000000",
        "openai/gpt-4o-2024-05-13, 5000000, 15000000",
        "house/gpt-4o-mini, 150000, 600000",
        "anthropic/claude-sonnet-4-5-20250929, 3000000, 15000000",
        "openai/text-embedding-3-small, 20000, 0"
    })
    void publicPricesAreKnownByTheVendorsTypeWithoutConfiguration(String model, long input, long output) {
        assertThat(price(model)).extracting(Price::input, Price::output).containsExactly(input, output);
    }

    @ParameterizedTest
    @CsvSource({"openai/gpt-4o-realtime-preview", "openai/gpt-9", "anthropic/gpt-4o", "openai/ft:gpt-4o:me"})
    void whatIsNotListedHasNoPrice(String model) {
        assertThat(price(model)).isNull();
    }

    @Test
    void anOperatorsPriceGoesFirstForTheProviderThatItNames() {
        String[] own = {
            "keywell.prices.contract.provider", "house",
            "keywell.prices.contract.model", "gpt-*",
            "keywell.prices.contract.input", "1.5",
            "keywell.prices.contract.output", "6"
        };

        assertThat(price("house/gpt-4o", own)).isEqualTo(new Price(1_500_000, 6_000_000, 1_500_000, 1_500_000));
        assertThat(price("openai/gpt-4o", own))
                .isNotNull()
                .extracting(Price::input)
                .isEqualTo(2_500_000L);
    }

    @Test
    void whatIsWrongIsToldWithItsPlace() {
        ConfigResult result = read(
                "keywell.prices.a.model", "*",
                "keywell.prices.a.input", "-1",
                "keywell.prices.b.input", "0.0000001",
                "keywell.prices.c.model", "x",
                "keywell.prices.c.input", "cheap");

        assertThat(((ConfigResult.Rejected) result).problems().stream().map(Problem::toString))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("prices.a.input"),
                        problem -> assertThat(problem).contains("prices.b.model"),
                        problem -> assertThat(problem).contains("prices.b.input"),
                        problem -> assertThat(problem).contains("prices.c.input"));
    }

    @Test
    void aProviderThatIsNotConfiguredIsWarnedOfBecauseTheApiMayMakeIt() {
        ConfigResult result = read(
                "keywell.prices.a.provider", "opnai",
                "keywell.prices.a.model", "*",
                "keywell.prices.a.input", "1");

        assertThat(((ConfigResult.Accepted) result).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("prices.a.provider", "did you mean openai"));
        assertThat(((ConfigResult.Accepted) result).catalog().ownPrices()).hasSize(1);
    }

    @Test
    void everyListSaysWhereItIsFromAndIsOfAKnownVendor() throws IOException {
        JsonNode root = new ObjectMapper().readTree(PricesTest.class.getResourceAsStream(PriceList.RESOURCE));

        assertThat(root.path("currency").asText()).isEqualTo("USD");
        for (JsonNode list : root.path("lists")) {
            assertThat(Vendors.adapter(list.path("type").asText())).isNotNull();
            assertThat(list.path("source").asText()).startsWith("https://");
            assertThat(LocalDate.parse(list.path("date").asText())).isNotNull();
            for (JsonNode row : list.path("prices")) {
                assertThat(row.fieldNames())
                        .toIterable()
                        .contains("models", "input")
                        .isSubsetOf(List.of("models", "input", "output", "cacheRead", "cacheWrite"));
            }
        }
    }
}
