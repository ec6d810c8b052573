package io.keywell.protocol.gemini;

import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.Protocol.AnswerKind;
import io.keywell.protocol.TokenEstimate;
import org.jspecify.annotations.Nullable;

/** Reads what the gateway must know of a good answer that is one JSON body. */
final class Answers {

    private Answers() {}

    /**
     * Tells an answer from an error. A prompt that was blocked is an answer. Reads only up to the field that holds the answer,
     * so the length of a good one does not matter; that its end is there is for HTTP to say.
     */
    static AnswerKind kind(Operation operation, Bytes body) {
        JsonScan scan = over(body);
        // The compatible route wraps its errors in an array.
        if (scan.peek() == '[') {
            scan.openArray();
            scan.nextElement();
        }
        boolean error = false;
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("error")) {
                error |= scan.peek() == '{' || scan.peek() == '"';
                scan.value();
            } else if (holdsAnswer(operation, scan)) {
                int first = scan.peek();
                return first < 0 ? AnswerKind.UNREADABLE : AnswerKind.ANSWER;
            } else {
                scan.value();
            }
        }
        if (error) {
            return AnswerKind.ERROR;
        }
        return scan.problem() == null ? AnswerKind.ANSWER : AnswerKind.UNREADABLE;
    }

    private static boolean holdsAnswer(Operation operation, JsonScan scan) {
        return switch (operation) {
            case CHAT -> scan.keyIs("candidates") || scan.keyIs("promptFeedback");
            case COUNT_TOKENS -> scan.keyIs("totalTokens");
            case EMBEDDINGS -> scan.keyIs("embedding");
            case BATCH_EMBEDDINGS -> scan.keyIs("embeddings");
            default -> false;
        };
    }

    static @Nullable Usage usage(Bytes body) {
        JsonScan scan = over(body);
        Usage usage = null;
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("usageMetadata")) {
                usage = new UsageFields().take(scan);
            } else {
                scan.value();
            }
        }
        return usage;
    }

    static long outputEstimate(Bytes body) {
        JsonScan scan = over(body);
        long bytes = 0;
        scan.openObject();
        while (scan.nextField()) {
            boolean generated = scan.keyIs("candidates");
            scan.text().clear();
            scan.value();
            bytes += generated ? scan.text().bytes() : 0;
        }
        return TokenEstimate.ofBytes(bytes);
    }

    private static JsonScan over(Bytes body) {
        JsonScan scan = JsonScan.lenient();
        scan.reset(body.array(), body.offset(), body.end());
        return scan;
    }
}
