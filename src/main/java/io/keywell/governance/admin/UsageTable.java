package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.ledger.UsageQuestion;
import io.keywell.ledger.UsageQuestion.Bucket;
import io.keywell.ledger.UsageQuestion.Dimension;
import io.keywell.ledger.UsageRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes sums down: as JSON, or as lines of values with commas. Money is in dollars. */
final class UsageTable {

    private static final String MICROS = "cost_micros";

    private UsageTable() {}

    static ObjectNode json(UsageQuestion question, List<UsageRow> rows) {
        ObjectNode page = Json.object()
                .put("from", question.from().toString())
                .put("to", question.to().toString())
                .put("currency", "USD");
        ArrayNode items = page.putArray("items");
        for (UsageRow row : page(question, rows)) {
            ObjectNode item = items.addObject();
            if (row.bucket() != null) {
                item.put("bucket", row.bucket().toString());
            }
            for (int i = 0; i < row.values().size(); i++) {
                item.put(question.by().get(i).column(), row.values().get(i));
            }
            row.sums().forEach((name, sum) -> {
                if (name.equals(MICROS)) {
                    item.put("cost", dollars(sum));
                } else {
                    item.put(name.replace('_', '-'), sum);
                }
            });
        }
        String next = next(question, rows);
        return next.isEmpty() ? page : page.put("next", next);
    }

    static String csv(UsageQuestion question, List<UsageRow> rows, List<String> measures) {
        StringBuilder text = new StringBuilder();
        List<String> head = new ArrayList<>();
        if (question.bucket() != Bucket.NONE) {
            head.add("bucket");
        }
        question.by().stream().map(Dimension::column).forEach(head::add);
        measures.forEach(name -> head.add(name.equals(MICROS) ? "cost_usd" : name));
        line(text, head);
        for (UsageRow row : page(question, rows)) {
            List<String> cells = new ArrayList<>();
            if (row.bucket() != null) {
                cells.add(row.bucket().toString());
            }
            row.values().forEach(value -> cells.add(cell(value)));
            for (Map.Entry<String, Long> sum : row.sums().entrySet()) {
                cells.add(
                        sum.getKey().equals(MICROS)
                                ? dollars(sum.getValue())
                                : sum.getValue().toString());
            }
            line(text, cells);
        }
        return text.toString();
    }

    /** Where the next page begins; empty when this is the last. */
    static String next(UsageQuestion question, List<UsageRow> rows) {
        return rows.size() > question.limit() ? UsageParameters.cursor(rows.get(question.limit() - 1)) : "";
    }

    private static List<UsageRow> page(UsageQuestion question, List<UsageRow> rows) {
        return rows.subList(0, Math.min(rows.size(), question.limit()));
    }

    private static String dollars(long micros) {
        return BigDecimal.valueOf(micros, 6).toPlainString();
    }

    /** A caller chooses its tags: none may be a formula where a table is opened. */
    private static String cell(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
        return plain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append(String.join(",", cells)).append("\r\n");
    }
}
