package io.keywell.protocol.openai;

import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.Protocol.AnswerKind;
import io.keywell.protocol.TokenEstimate;
import io.keywell.protocol.Truth;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what the gateway must know of a good (200) answer that is one JSON body. */
final class AnswerReader {

    private static final byte[] USAGE = {'"', 'u', 's', 'a', 'g', 'e', '"'};

    /** A choice that failed holds no long text. */
    private static final int SHORT_BYTES = 4 * 1024;

    private AnswerReader() {}

    /**
     * Tells an answer from an error. Reads only up to the field that holds the answer ({@code choices},
     * {@code data} or {@code results}), so the length of a good answer does not matter; that its end is there is for HTTP to say.
     * In a short one the choices are read too: routers say there that their provider has failed. A text without a choice
     * is no answer: clients read the first one without looking.
     */
    static AnswerKind kind(Operation operation, Bytes body) {
        boolean chosen = operation == Operation.CHAT || operation == Operation.COMPLETIONS;
        JsonScan scan = over(body);
        boolean error = false;
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("choices") || scan.keyIs("data") || scan.keyIs("results")) {
                boolean holdsErrors = scan.keyIs("choices") && body.length() <= SHORT_BYTES;
                if (scan.peek() != '[') {
                    scan.value();
                } else if (scan.openArray() && scan.nextElement() && (!chosen || scan.peek() == '{')) {
                    return holdsErrors && failed(scan) ? AnswerKind.ERROR : AnswerKind.ANSWER;
                }
            } else if (scan.keyIs("error")) {
                error |= Truth.take(scan);
            } else if (scan.keyIs("object") && scan.peek() == '"') {
                error |= scan.string() && scan.tokenIs("error");
            } else {
                scan.value();
            }
        }
        if (error) {
            return AnswerKind.ERROR;
        }
        return scan.problem() == null && !chosen ? AnswerKind.ANSWER : AnswerKind.UNREADABLE;
    }

    /** Whether the first of the choices failed. */
    private static boolean failed(JsonScan scan) {
        if (scan.peek() != '{') {
            return false;
        }
        boolean failed = false;
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("error")) {
                failed |= Truth.take(scan);
            } else if (scan.keyIs("finish_reason") && scan.peek() == '"') {
                failed |= scan.string() && FinishReasons.failed(scan);
            } else {
                scan.value();
            }
        }
        return failed;
    }

    /**
     * The usage of an answer, null when it reports none. It stands near the end in nearly all answers, so the search
     * starts there; what it finds must prove to belong to the outermost object, otherwise the whole answer is walked.
     */
    static @Nullable Usage usage(Bytes body) {
        int at = lastUsage(body.array(), body.offset(), body.end());
        if (at < 0) {
            return null;
        }
        JsonScan scan = JsonScan.lenient();
        scan.resetAtField(body.array(), at, body.end());
        Usage usage = fieldsToUsage(scan);
        if (scan.atEnd()) {
            return usage;
        }
        scan.reset(body.array(), body.offset(), body.end());
        return scan.openObject() ? fieldsToUsage(scan) : null;
    }

    private static @Nullable Usage fieldsToUsage(JsonScan scan) {
        UsageFields fields = new UsageFields();
        Usage usage = null;
        while (scan.nextField()) {
            if (scan.keyIs("usage")) {
                usage = fields.take(scan);
            } else {
                scan.value();
            }
        }
        return usage;
    }

    /** Where {@code "usage"} stands last, as a string of its own and not as the tail of one; -1 when nowhere. */
    private static int lastUsage(byte[] bytes, int from, int to) {
        for (int i = to - USAGE.length; i >= from; i--) {
            if (bytes[i] == '"'
                    && bytes[i + 1] == 'u'
                    && Arrays.equals(bytes, i, i + USAGE.length, USAGE, 0, USAGE.length)
                    && !escaped(bytes, from, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean escaped(byte[] bytes, int from, int at) {
        int i = at;
        while (i > from && bytes[i - 1] == '\\') {
            i--;
        }
        return ((at - i) & 1) != 0;
    }

    /** Tokens that an answer without usage generated, guessed from its text; 0 when it cannot be read. */
    static long outputEstimate(Bytes body) {
        JsonScan scan = over(body);
        long bytes = 0;
        scan.openObject();
        while (scan.nextField()) {
            boolean generated = scan.keyIs("choices");
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
