package io.keywell.catalog.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywell.catalog.ModelPattern;
import io.keywell.catalog.Price;
import io.keywell.catalog.Prices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The public prices that the application brings with it: the resource {@code prices.json}, which says where each comes
 * from and of what day it is. Read once.
 */
final class PriceList {

    static final String RESOURCE = "/prices.json";

    private final Map<String, List<Prices.Row>> byType = new HashMap<>();

    private PriceList() {}

    static PriceList builtIn() {
        try (InputStream json = PriceList.class.getResourceAsStream(RESOURCE)) {
            if (json == null) {
                throw new IllegalStateException("the application is not whole: no " + RESOURCE);
            }
            return read(new ObjectMapper().readTree(json));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static PriceList read(JsonNode root) {
        PriceList list = new PriceList();
        for (JsonNode vendor : root.path("lists")) {
            List<Prices.Row> rows =
                    list.byType.computeIfAbsent(vendor.path("type").asText(), type -> new ArrayList<>());
            for (JsonNode row : vendor.path("prices")) {
                Price price = price(row);
                for (JsonNode model : row.path("models")) {
                    rows.add(new Prices.Row(new ModelPattern(model.asText()), price));
                }
            }
        }
        return list;
    }

    private static Price price(JsonNode row) {
        long input = micros(row.path("input").asText());
        return new Price(
                input,
                micros(row.path("output").asText("0")),
                or(row.get("cacheRead"), input),
                or(row.get("cacheWrite"), input));
    }

    private static long or(@Nullable JsonNode value, long otherwise) {
        return value == null ? otherwise : micros(value.asText());
    }

    /**
     * Micro-dollars of an amount in dollars.
     *
     * @throws ArithmeticException it has more than six places or is too large
     * @throws NumberFormatException it is no number
     */
    static long micros(String dollars) {
        return new BigDecimal(dollars).movePointRight(6).longValueExact();
    }

    List<Prices.Row> of(String vendorType) {
        return byType.getOrDefault(vendorType, List.of());
    }
}
