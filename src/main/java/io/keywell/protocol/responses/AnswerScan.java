package io.keywell.protocol.responses;

import io.keywell.core.Bytes;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.Protocol.AnswerKind;
import io.keywell.protocol.TokenEstimate;
import io.keywell.protocol.Truth;

/** Reads what the gateway must know of a good (200) answer that is one JSON body. */
final class AnswerScan {

    private AnswerScan() {}

    /** A response names its own error beside its output, so the whole object is walked. */
    static AnswerKind kind(Bytes body) {
        JsonScan scan = over(body);
        boolean error = false;
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("error")) {
                error |= Truth.take(scan);
            } else if ((scan.keyIs("object") || scan.keyIs("status")) && scan.peek() == '"') {
                error |= scan.string() && (scan.tokenIs("error") || scan.tokenIs("failed"));
            } else {
                scan.value();
            }
        }
        if (error) {
            return AnswerKind.ERROR;
        }
        return scan.problem() == null ? AnswerKind.ANSWER : AnswerKind.UNREADABLE;
    }

    /** Tokens that an answer without usage generated, guessed from its text; 0 when it cannot be read. */
    static long outputEstimate(Bytes body) {
        JsonScan scan = over(body);
        long bytes = 0;
        scan.openObject();
        while (scan.nextField()) {
            boolean generated = scan.keyIs("output");
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
