package io.keywell.telemetry;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Trace;
import io.keywell.core.Trace.Try;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans in the JSON of the OpenTelemetry protocol: one for the call, one for each attempt below it. Attributes have the
 * names of OpenTelemetry's conventions for generative AI, or begin with keywell. Nothing that was said, no secret.
 */
final class SpanForm {

    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final int ERROR = 2;

    private final JsonObject resource;
    private final JsonObject scope;

    SpanForm(String service, String version, String instance) {
        this.resource = new JsonObject()
                .put(
                        "attributes",
                        new Attributes()
                                .put("service.name", service)
                                .put("service.version", version)
                                .put("service.instance.id", instance)
                                .list);
        this.scope = new JsonObject().put("name", "io.keywell").put("version", version);
    }

    /** One request of the protocol. */
    JsonObject request(List<JsonObject> spans) {
        JsonObject ofScope = new JsonObject().put("scope", scope).put("spans", new JsonArray(spans));
        JsonObject ofResource =
                new JsonObject().put("resource", resource).put("scopeSpans", new JsonArray().add(ofScope));
        return new JsonObject().put("resourceSpans", new JsonArray().add(ofResource));
    }

    /** The spans of a call that is over. */
    static List<JsonObject> spans(Trace trace, CallRecord call) {
        String operation = GenAiMetrics.name(call.operation());
        List<JsonObject> spans = new java.util.ArrayList<>(trace.tries().size() + 1);
        spans.add(server(trace, call, operation));
        for (Try attempt : trace.tries()) {
            spans.add(client(trace, call, attempt, operation));
        }
        return spans;
    }

    private static JsonObject server(Trace trace, CallRecord call, String operation) {
        Attributes attributes = new Attributes()
                .put("gen_ai.operation.name", operation)
                .put("gen_ai.request.model", call.modelLabel())
                .put("gen_ai.response.model", call.upstreamModel())
                .put("gen_ai.provider.name", call.provider())
                .put("gen_ai.usage.input_tokens", call.usage().input())
                .put("gen_ai.usage.output_tokens", call.usage().output())
                .put("keywell.request.id", call.id())
                .put("keywell.consumer", call.consumer())
                .put("keywell.key", call.key())
                .put("keywell.outcome", call.outcome().label())
                .put("keywell.attempts", call.attempts().size())
                .put("keywell.waited_ms", TimeUnit.NANOSECONDS.toMillis(call.waitedNanos()));
        boolean failed = call.outcome() == Outcome.FAILED || call.outcome() == Outcome.BROKEN;
        String error = call.error() == null ? failed ? call.outcome().label() : null : lower(call.error());
        JsonObject span = span(trace, trace.spanId(), trace.parentId(), SERVER, operation + " " + call.modelLabel());
        time(span, call.startedMillis(), 0, call.totalNanos());
        return end(span, attributes.put("error.type", error), failed);
    }

    private static JsonObject client(Trace trace, CallRecord call, Try attempt, String operation) {
        Attributes attributes = new Attributes()
                .put("gen_ai.operation.name", operation)
                .put("gen_ai.provider.name", attempt.provider())
                .put("gen_ai.request.model", attempt.model())
                .put("keywell.pool", attempt.pool())
                .put("keywell.key", attempt.key())
                .put("error.type", attempt.failure() == null ? null : lower(attempt.failure()));
        JsonObject span = span(trace, attempt.spanId(), trace.spanId(), CLIENT, operation + " " + attempt.model());
        time(
                span,
                call.startedMillis(),
                attempt.beganNanos() - trace.arrivalNanos(),
                attempt.endedNanos() - trace.arrivalNanos());
        return end(span, attributes, attempt.failure() != null);
    }

    private static JsonObject span(Trace trace, String id, @Nullable String parent, int kind, String name) {
        JsonObject span = new JsonObject()
                .put("traceId", trace.traceId())
                .put("spanId", id)
                .put("kind", kind)
                .put("name", name);
        return parent == null ? span : span.put("parentSpanId", parent);
    }

    private static void time(JsonObject span, long startedMillis, long beganNanos, long endedNanos) {
        long started = TimeUnit.MILLISECONDS.toNanos(startedMillis);
        // The protocol's JSON has 64-bit numbers as texts.
        span.put("startTimeUnixNano", Long.toString(started + beganNanos));
        span.put("endTimeUnixNano", Long.toString(started + endedNanos));
    }

    private static JsonObject end(JsonObject span, Attributes attributes, boolean failed) {
        span.put("attributes", attributes.list);
        return failed ? span.put("status", new JsonObject().put("code", ERROR)) : span;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static final class Attributes {

        private final JsonArray list = new JsonArray();

        /** Null says nothing and is left out. */
        Attributes put(String name, @Nullable String value) {
            if (value != null) {
                list.add(attribute(name, "stringValue", value));
            }
            return this;
        }

        Attributes put(String name, long value) {
            list.add(attribute(name, "intValue", Long.toString(value)));
            return this;
        }

        private static JsonObject attribute(String name, String type, String value) {
            return new JsonObject().put("key", name).put("value", new JsonObject().put(type, value));
        }
    }
}
