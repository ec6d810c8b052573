package io.keywell.ledger.postgres;

import io.keywell.ledger.UsageQuestion;
import io.keywell.ledger.UsageQuestion.Bucket;
import io.keywell.ledger.UsageQuestion.Dimension;
import io.keywell.ledger.UsageRow;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Answers questions from the sums. A statement's text is made of this class' own words; what was asked is bound. */
public final class UsageQuery {

    private final Supplier<Pool> pool;

    public UsageQuery(Supplier<Pool> pool) {
        this.pool = pool;
    }

    /** The names of the sums in each row, in their order. */
    public static List<String> measures() {
        return Sums.MEASURES;
    }

    /** One row more than asked for, if there is one: then there is another page. Sorted by time, then by the values. */
    public CompletionStage<List<UsageRow>> answer(UsageQuestion question) {
        List<Span> spans = Span.of(question.from(), question.to(), question.bucket());
        if (spans.isEmpty()) {
            return io.vertx.core.Future.<List<UsageRow>>succeededFuture(List.of())
                    .toCompletionStage();
        }
        Statement statement = new Statement(question);
        String text = statement.text(spans);
        return pool.get()
                .withConnection(connection -> connection.preparedQuery(text).execute(statement.values))
                .map(rows -> {
                    List<UsageRow> answer = new ArrayList<>(rows.size());
                    rows.forEach(row -> answer.add(row(question, row)));
                    return answer;
                })
                .toCompletionStage();
    }

    private static UsageRow row(UsageQuestion question, Row row) {
        List<String> values = question.by().stream()
                .map(dimension -> row.getString(dimension.column()))
                .toList();
        Map<String, Long> sums = new LinkedHashMap<>();
        Sums.MEASURES.forEach(name -> sums.put(name, row.getLong(name)));
        Instant bucket = question.bucket() == Bucket.NONE
                ? null
                : row.getOffsetDateTime("bucket").toInstant();
        return new UsageRow(bucket, values, sums);
    }

    /** The text and what is bound to it. */
    private static final class Statement {

        private final Tuple values = Tuple.tuple();
        private final UsageQuestion question;
        private final List<String> keys = new ArrayList<>();

        Statement(UsageQuestion question) {
            this.question = question;
            if (question.bucket() != Bucket.NONE) {
                keys.add("bucket");
            }
            question.by().forEach(dimension -> keys.add(dimension.column()));
        }

        String text(List<Span> spans) {
            String filter = filter();
            String parts = spans.stream()
                    .map(span -> "select * from " + span.table() + " where bucket >= " + bind(time(span.from()))
                            + " and bucket < " + bind(time(span.to())) + filter)
                    .collect(Collectors.joining(" union all "));
            String selected = question.by().stream()
                    .map(dimension -> dimension.column() + ", ")
                    .collect(Collectors.joining());
            String bucket = question.bucket() == Bucket.NONE
                    ? ""
                    : "date_trunc('" + question.bucket().name().toLowerCase(Locale.ROOT)
                            + "', bucket, 'UTC') as bucket, ";
            String sums = "select " + bucket + selected + Sums.summed() + " from (" + parts + ") as part" + grouping();
            return "select * from (" + sums + ") as sums" + after() + order() + " limit " + bind(question.limit() + 1);
        }

        private String grouping() {
            // By position: 'bucket' is a column of the parts, too.
            StringBuilder positions = new StringBuilder();
            for (int i = 1; i <= keys.size(); i++) {
                positions.append(i == 1 ? " group by " : ", ").append(i);
            }
            return keys.isEmpty() ? " having count(*) > 0" : positions.toString();
        }

        private String order() {
            return keys.isEmpty() ? "" : " order by " + String.join(", ", keys);
        }

        private String filter() {
            StringBuilder filter = new StringBuilder();
            question.only().forEach((dimension, allowed) -> filter.append(" and ")
                    .append(dimension.column())
                    .append(" = any(")
                    .append(bind(allowed.toArray(String[]::new)))
                    .append("::text[])"));
            if (question.by().contains(Dimension.TAG)) {
                filter.append(" and tag <> ''");
            } else if (!question.only().containsKey(Dimension.TAG)) {
                filter.append(" and tag = ''");
            }
            return filter.toString();
        }

        private String after() {
            List<String> last = question.after();
            if (last.isEmpty()) {
                return "";
            }
            List<String> bound = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                boolean time = keys.get(i).equals("bucket");
                bound.add(time ? bind(time(Instant.parse(last.get(i)))) : bind(last.get(i)));
            }
            return " where (" + String.join(", ", keys) + ") > (" + String.join(", ", bound) + ")";
        }

        private String bind(Object value) {
            values.addValue(value);
            return "$" + values.size();
        }

        private static OffsetDateTime time(Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
    }
}
