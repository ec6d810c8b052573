package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Cost;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.Budget;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may be spent: {@code {amount, currency, period, soft, zone}}, as in the configuration. */
final class BudgetJson {

    private BudgetJson() {}

    static ObjectNode show(@Nullable Budget budget, ObjectNode node) {
        if (budget != null && budget.micros != null) {
            ObjectNode shown = Json.putMoney(node.putObject("budget"), "amount", budget.micros);
            shown.put("currency", Cost.CURRENCY);
            Json.put(shown, "period", budget.period);
            if (budget.soft != null) {
                shown.put("soft", budget.soft);
            }
            Json.put(shown, "zone", budget.zone);
        }
        return node;
    }

    /** Of a body that was checked. */
    static @Nullable Budget read(ObjectNode body) {
        JsonNode node = body.get("budget");
        if (node == null || node.isNull()) {
            return null;
        }
        Budget budget = new Budget();
        budget.micros = Json.micros(node, "amount");
        String period = Json.text(node, "period");
        budget.period = period == null ? "month" : period.toLowerCase(Locale.ROOT);
        String soft = Json.text(node, "soft");
        budget.soft = soft == null ? null : Double.valueOf(soft);
        budget.zone = Json.text(node, "zone");
        return budget;
    }

    /** What the configuration, where nothing can be given without a value, cannot have. */
    static List<FieldError> check(ObjectNode body) {
        JsonNode node = body.get("budget");
        return node == null || node.isNull() || Json.text(node, "amount") != null
                ? List.of()
                : List.of(new FieldError("/budget/amount", null, "an amount of money such as 50.00"));
    }
}
