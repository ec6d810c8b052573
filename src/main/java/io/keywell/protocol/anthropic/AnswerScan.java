package io.keywell.protocol.anthropic;

import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.Protocol.AnswerKind;
import io.keywell.protocol.TokenEstimate;
import io.keywell.protocol.Truth;
import org.jspecify.annotations.Nullable;

/** Reads what the gateway must know of a good (200) answer that is one JSON body. */
final class AnswerScan {

    private AnswerScan() {}

    /**
     * Reads only up to the content, so the length of a good answer does not matter; that its end is there HTTP says. A
     * message without content is no answer.
     */
    static AnswerKind kind(Operation operation, Bytes body) {
        JsonScan scan = over(body);
        boolean error = false;
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("content") && scan.peek() == '[') {
                return error ? AnswerKind.ERROR : AnswerKind.ANSWER;
            } else if (scan.keyIs("error")) {
                error |= Truth.take(scan);
            } else if (scan.keyIs("type") && scan.peek() == '"') {
                error |= scan.string() && scan.tokenIs("error");
            } else {
                scan.value();
            }
        }
        if (error) {
            return AnswerKind.ERROR;
        }
        return scan.problem() == null && operation != Operation.CHAT ? AnswerKind.ANSWER : AnswerKind.UNREADABLE;
    }

    static @Nullable Usage usage(Bytes body) {
        JsonScan scan = over(body);
        UsageFields usage = new UsageFields();
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("usage")) {
                usage.take(scan);
            } else {
                scan.value();
            }
        }
        return scan.problem() == null ? usage.normal() : null;
    }

    static long outputEstimate(Bytes body) {
        JsonScan scan = over(body);
        long bytes = 0;
        scan.openObject();
        while (scan.nextField()) {
            boolean generated = scan.keyIs("content");
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
