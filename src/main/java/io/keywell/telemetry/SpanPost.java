package io.keywell.telemetry;

import io.keywell.core.CallRecord;
import io.keywell.core.Trace;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Keeps the spans of finished calls until they are sent, by any thread. What does not fit is thrown away and counted: a
 * collector that is away must cost the gateway neither memory nor time.
 */
public final class SpanPost {

    /** Spans; some 2 MB. */
    private static final int MOST_KEPT = 4_096;

    private static final int MOST_AT_ONCE = 512;

    private final SpanForm form;
    private final Function<byte[], CompletionStage<Integer>> send;
    private final LongConsumer lost;
    private final Queue<JsonObject> kept = new ArrayDeque<>();
    private boolean sending;

    /**
     * @param version of the gateway
     * @param instance this replica's name
     * @param send a body to the collector; the status of its answer, or a failure
     * @param lost is told how many spans were thrown away
     */
    public SpanPost(
            String version, String instance, Function<byte[], CompletionStage<Integer>> send, LongConsumer lost) {
        this.form = new SpanForm("keywell", version, instance);
        this.send = send;
        this.lost = lost;
    }

    /** Takes a call that is over. */
    public void take(Trace trace, CallRecord call) {
        List<JsonObject> spans = SpanForm.spans(trace, call);
        boolean fits;
        synchronized (kept) {
            fits = kept.size() + spans.size() <= MOST_KEPT && kept.addAll(spans);
        }
        if (!fits) {
            lost.accept(spans.size());
        }
    }

    /** Sends what is there, one body after the other. Completes when all is sent or a body was not taken; never fails. */
    public CompletionStage<Void> flush() {
        List<JsonObject> spans = next();
        if (spans.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return send.apply(form.request(spans).toBuffer().getBytes())
                .handle((status, failure) -> failure == null ? status : 0)
                .thenCompose(status -> ended(spans, status) ? flush() : CompletableFuture.completedFuture(null));
    }

    private List<JsonObject> next() {
        synchronized (kept) {
            List<JsonObject> spans = new ArrayList<>();
            if (!sending) {
                while (spans.size() < MOST_AT_ONCE && !kept.isEmpty()) {
                    spans.add(kept.remove());
                }
                sending = !spans.isEmpty();
            }
            return spans;
        }
    }

    /** Whether the next body may follow. A busy or absent collector gets the same spans once more, later. */
    private boolean ended(List<JsonObject> spans, int status) {
        boolean again = status == 0 || status == 429 || status >= 500;
        boolean keep;
        synchronized (kept) {
            sending = false;
            keep = again && kept.size() + spans.size() <= MOST_KEPT && kept.addAll(spans);
        }
        if (status / 100 != 2 && !keep) {
            lost.accept(spans.size());
        }
        return !again;
    }
}
