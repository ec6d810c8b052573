package io.keywell.simulator;

import io.keywell.simulator.FaultRule.Act;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What no provider has: the script of faults and the arbiter's figures, over HTTP. */
final class Backstage {

    private Backstage() {}

    static void faults(Call call, FaultScript script, Buffer body) {
        try {
            HttpMethod method = call.request().method();
            if (method == HttpMethod.POST) {
                script.add(rule(new JsonObject(body)));
            } else if (method == HttpMethod.DELETE) {
                script.clear();
            }
            send(call, 200, faults(script));
        } catch (DecodeException | ClassCastException | IllegalArgumentException mistake) {
            String message = mistake instanceof IllegalArgumentException ? mistake.getMessage() : "not a fault";
            send(call, 400, new JsonObject().put("error", message + "; faults: " + known()));
        }
    }

    static void statistics(Call call, SimulatedProvider provider) {
        if (call.request().method() == HttpMethod.DELETE) {
            provider.resetReport();
        }
        JsonObject pools = new JsonObject();
        provider.report().forEach(report -> pools.put(report.pool(), pool(report)));
        send(call, 200, new JsonObject().put("pools", pools));
    }

    static void credit(Call call, SimulatedProvider provider, Buffer body) {
        try {
            JsonObject json = new JsonObject(body);
            long tokens = Objects.requireNonNullElse(json.getLong("tokens"), 0L);
            if (tokens < 1) {
                throw new IllegalArgumentException("tokens: expected 1 or more");
            }
            Duration settling = Duration.ofMillis(number(json, "settling_ms", 0));
            provider.topUp(json.getString("pool", ""), tokens, settling);
            send(call, 200, new JsonObject());
        } catch (DecodeException | ClassCastException | IllegalArgumentException mistake) {
            send(call, 400, new JsonObject().put("error", mistake.getMessage()));
        }
    }

    private static FaultRule rule(JsonObject json) {
        String name = json.getString("fault");
        Fault fault = name == null ? null : Fault.named(name);
        if (fault == null) {
            throw new IllegalArgumentException("fault: unknown '" + name + "'");
        }
        Act usual = Act.of(fault);
        Act act = new Act(
                fault, number(json, "after", usual.after()), number(json, "gap", usual.gapMillis()), canned(json));
        int times = number(json, "times", 1);
        Double probability = json.getDouble("probability");
        return new FaultRule(
                act,
                times == 0 ? FaultRule.ALWAYS : times,
                json.getString("key"),
                json.getString("model"),
                probability == null ? 1 : probability);
    }

    private static CannedAnswer canned(JsonObject json) {
        Map<String, String> headers = new HashMap<>();
        json.getJsonObject("headers", new JsonObject())
                .forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
        Object body = json.getValue("body", "");
        return new CannedAnswer(
                number(json, "status", CannedAnswer.USUAL.status()), headers, body == null ? "" : body.toString());
    }

    private static int number(JsonObject json, String name, int usual) {
        Integer value = json.getInteger(name);
        return value == null ? usual : value;
    }

    private static JsonObject faults(FaultScript script) {
        JsonArray rules = new JsonArray();
        for (FaultRule rule : script.rules()) {
            rules.add(new JsonObject()
                    .put("fault", rule.act().fault().wireName())
                    .put("times", rule.times() == FaultRule.ALWAYS ? 0 : rule.times())
                    .put("key", rule.key() == null ? null : SimulatedKey.alias(rule.key()))
                    .put("model", rule.model())
                    .put("probability", rule.probability()));
        }
        return new JsonObject().put("faults", rules);
    }

    private static JsonObject pool(PoolReport report) {
        JsonObject keys = new JsonObject();
        for (PoolReport.KeyTotals key : report.keys()) {
            String alias = keys.containsKey(key.alias()) ? key.alias() + "#" + keys.size() : key.alias();
            keys.put(alias, totals(key.totals()));
        }
        JsonObject json = totals(report.totals())
                .put("limiter", report.limiter().name().toLowerCase(Locale.ROOT))
                .put("credit_tokens", report.creditTokens())
                .put("in_flight", report.flight().now())
                .put(
                        "concurrent",
                        new JsonObject()
                                .put("limit", report.flight().limit())
                                .put("worst", report.flight().worst()));
        for (PoolReport.Spending spending : report.spending()) {
            json.put(
                    spending.dimension(),
                    new JsonObject()
                            .put("limit", spending.limit())
                            .put("worst", spending.worst())
                            .put("worst_fixed", spending.worstFixed())
                            .put("total", spending.total()));
        }
        return json.put("keys", keys);
    }

    private static JsonObject totals(PoolReport.Totals totals) {
        return new JsonObject()
                .put("admitted", totals.admitted())
                .put("refused", totals.refused())
                .put("faulted", totals.faulted());
    }

    private static String known() {
        return Arrays.stream(Fault.values()).map(Fault::wireName).collect(Collectors.joining(", "));
    }

    private static void send(Call call, int status, JsonObject json) {
        call.head(status, JsonScript.TYPE);
        call.send(json.toBuffer());
    }
}
