package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.Budget;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may be spent: {@code {amount, currency, period, soft-percent, zone}}. */
final class BudgetJson {

    private static final String CURRENCY = "USD";
    private static final List<String> NAMES = List.of("amount", "currency", "period", "soft-percent", "zone");

    private BudgetJson() {}

    static ObjectNode show(@Nullable Budget budget, ObjectNode node) {
        if (budget != null && budget.micros != null) {
            ObjectNode shown = Json.putMoney(node.putObject("budget"), "amount", budget.micros);
            shown.put("currency", CURRENCY);
            Json.put(shown, "period", budget.period);
            Json.put(shown, "soft-percent", budget.softPercent);
            Json.put(shown, "zone", budget.zone);
        }
        return node;
    }

    static @Nullable Budget read(ObjectNode body) {
        JsonNode node = body.get("budget");
        if (node == null || node.isNull()) {
            return null;
        }
        Budget budget = new Budget();
        budget.micros = Json.micros(node, "amount");
        String period = Json.text(node, "period");
        budget.period = period == null ? "month" : period.toLowerCase(Locale.ROOT);
        Long soft = Json.whole(node, "soft-percent");
        budget.softPercent = soft == null ? null : Math.toIntExact(soft);
        budget.zone = Json.text(node, "zone");
        return budget;
    }

    static List<FieldError> check(ObjectNode body) {
        JsonNode node = body.get("budget");
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isObject()) {
            return List.of(new FieldError("/budget", null, "an object with amount and period"));
        }
        List<FieldError> errors = new ArrayList<>(Json.unknown(node, "/budget", NAMES));
        if (Json.text(node, "amount") == null || !Json.isMoney(node, "amount", false)) {
            errors.add(wrong(node, "amount", "an amount of money above 0 such as 50.00"));
        }
        String currency = Json.text(node, "currency");
        if (currency != null && !currency.equals(CURRENCY)) {
            errors.add(wrong(node, "currency", CURRENCY));
        }
        String period = Json.text(node, "period");
        if (period != null && !List.of("day", "month").contains(period.toLowerCase(Locale.ROOT))) {
            errors.add(wrong(node, "period", "day or month"));
        }
        String soft = Json.text(node, "soft-percent");
        if (soft != null && !soft.matches("[1-9]\\d?|100")) {
            errors.add(wrong(node, "soft-percent", "a whole number from 1 to 100"));
        }
        if (!isZone(Json.text(node, "zone"))) {
            errors.add(wrong(node, "zone", "a time zone such as Europe/Berlin"));
        }
        return errors;
    }

    private static FieldError wrong(JsonNode node, String name, String expected) {
        return new FieldError("/budget/" + name, Json.text(node, name), expected);
    }

    private static boolean isZone(@Nullable String zone) {
        try {
            return zone == null || ZoneId.of(zone).getId() != null;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
