package io.keywell.boot;

import static java.util.stream.Collectors.toMap;

import io.keywell.alerting.Situation;
import io.keywell.alerting.Situation.BudgetUse;
import io.keywell.telemetry.MetricNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The gateway as its own metrics show it: what notices are made of is what operators see. */
final class MeterView {

    /** As in the rule KeywellSlow; the next bound of the histogram counts. */
    private static final double SLOW_MILLIS = 50;

    private final MeterRegistry registry;

    MeterView(MeterRegistry registry) {
        this.registry = registry;
    }

    Situation situation() {
        Timed timed = timed();
        return new Situation(
                exhausted(),
                requests("ok", "refused", "failed", "broken"),
                requests("failed", "broken"),
                timed.count(),
                timed.slow(),
                byName(MetricNames.POOL_SECONDS_TO_EMPTY, "provider", "pool", "model"),
                resting("credential"),
                resting("credit"),
                gauges(MetricNames.STORE_UP).stream().allMatch(up -> up.value() > 0),
                waiting(),
                gauges(MetricNames.LEDGER_BUFFER).stream()
                        .mapToDouble(Gauge::value)
                        .max()
                        .orElse(0),
                budgets(),
                gauges(MetricNames.CONFIG_REJECTED).stream().anyMatch(rejected -> rejected.value() > 0),
                byName(MetricNames.KEY_EXPIRES, "provider", "key").entrySet().stream()
                        .collect(toMap(Map.Entry::getKey, key -> key.getValue().longValue())),
                certificateExpires());
    }

    private record Timed(long count, long slow) {}

    private Timed timed() {
        long count = 0;
        long within = 0;
        for (Timer timer : registry.find(MetricNames.OVERHEAD_SECONDS).timers()) {
            HistogramSnapshot snapshot = timer.takeSnapshot();
            count += snapshot.count();
            within += Stream.of(snapshot.histogramCounts())
                    .filter(bucket -> bucket.bucket(TimeUnit.MILLISECONDS) >= SLOW_MILLIS)
                    .findFirst()
                    .map(bucket -> (long) bucket.count())
                    .orElse(snapshot.count());
        }
        return new Timed(count, Math.max(0, count - within));
    }

    private Map<String, Long> exhausted() {
        Map<String, Long> byModel = new HashMap<>();
        for (Counter counter : registry.find(MetricNames.EXHAUSTED).counters()) {
            byModel.merge(tag(counter, "model"), (long) counter.count(), Long::sum);
        }
        return byModel;
    }

    private long requests(String... outcomes) {
        double sum = 0;
        for (String outcome : outcomes) {
            for (Counter counter :
                    registry.find(MetricNames.REQUESTS).tag("outcome", outcome).counters()) {
                sum += counter.count();
            }
        }
        return (long) sum;
    }

    private List<String> resting(String type) {
        return registry.find(MetricNames.COOL_DOWNS).tag("class", type).gauges().stream()
                .filter(gauge -> Stream.of("key", "billing").anyMatch(tag(gauge, "scope")::equals))
                .map(gauge -> tag(gauge, "provider") + "/" + tag(gauge, "name"))
                .distinct()
                .sorted()
                .toList();
    }

    private double waiting() {
        double places = gauges(MetricNames.WAITING_PLACES).stream()
                .mapToDouble(Gauge::value)
                .sum();
        double taken =
                gauges(MetricNames.WAITING).stream().mapToDouble(Gauge::value).sum();
        return places > 0 ? taken / places : 0;
    }

    private Map<String, Double> byName(String metric, String... tags) {
        Map<String, Double> values = new HashMap<>();
        for (Gauge gauge : gauges(metric)) {
            String name =
                    String.join("/", Stream.of(tags).map(key -> tag(gauge, key)).toList());
            values.put(name, gauge.value());
        }
        return values;
    }

    private List<BudgetUse> budgets() {
        List<BudgetUse> budgets = new ArrayList<>();
        budgets(
                false,
                byName(MetricNames.BUDGET_USED, "consumer"),
                byName(MetricNames.BUDGET_SOFT, "consumer"),
                budgets);
        budgets(
                true,
                byName(MetricNames.TEAM_BUDGET_USED, "team"),
                byName(MetricNames.TEAM_BUDGET_SOFT, "team"),
                budgets);
        return budgets;
    }

    private static void budgets(
            boolean team, Map<String, Double> used, Map<String, Double> soft, List<BudgetUse> budgets) {
        used.forEach((name, part) -> {
            Double own = soft.get(name);
            budgets.add(new BudgetUse(team, name, part, own == null ? OptionalDouble.empty() : OptionalDouble.of(own)));
        });
    }

    private OptionalLong certificateExpires() {
        return gauges(MetricNames.CERTIFICATE_EXPIRES).stream()
                .mapToDouble(Gauge::value)
                .filter(value -> !Double.isNaN(value))
                .mapToLong(value -> (long) value)
                .min();
    }

    private Collection<Gauge> gauges(String name) {
        return registry.find(name).gauges();
    }

    private static String tag(Meter meter, String key) {
        return Objects.requireNonNullElse(meter.getId().getTag(key), "");
    }
}
