package io.keywell.protocol.gemini;

import io.keywell.core.Usage;
import io.keywell.protocol.JsonScan;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code usageMetadata} object and makes it normal: what tools read is input, thoughts are output. Used again for
 * each object; on one thread. All zeros report nothing.
 */
final class UsageFields {

    private long prompt;
    private long toolPrompt;
    private long cached;
    private long candidates;
    private long thoughts;
    private long total;

    /** Takes the value that comes next in {@code scan}; null when it is not an object or reports nothing. */
    @Nullable
    Usage take(JsonScan scan) {
        prompt = toolPrompt = cached = candidates = thoughts = total = 0;
        if (scan.peek() != '{') {
            scan.value();
            return null;
        }
        scan.openObject();
        while (scan.nextField()) {
            field(scan);
        }
        return scan.problem() == null ? normal(prompt + toolPrompt, cached, candidates, thoughts, total) : null;
    }

    private void field(JsonScan scan) {
        if (scan.keyIs("promptTokenCount")) {
            prompt = number(scan);
        } else if (scan.keyIs("toolUsePromptTokenCount")) {
            toolPrompt = number(scan);
        } else if (scan.keyIs("cachedContentTokenCount")) {
            cached = number(scan);
        } else if (scan.keyIs("candidatesTokenCount")) {
            candidates = number(scan);
        } else if (scan.keyIs("thoughtsTokenCount")) {
            thoughts = number(scan);
        } else if (scan.keyIs("totalTokenCount")) {
            total = number(scan);
        } else {
            scan.value();
        }
    }

    private static long number(JsonScan scan) {
        int first = scan.peek();
        boolean taken = scan.value();
        return taken && first >= '0' && first <= '9' ? Math.max(0, scan.tokenWhole()) : 0;
    }

    /** The total tells what was left out: an answer that was blocked or cut has no count of its own. */
    static @Nullable Usage normal(long input, long cached, long candidates, long thoughts, long total) {
        long output = Math.max(candidates + thoughts, total - input);
        if (input == 0 && output == 0) {
            return null;
        }
        return new Usage(input, output, Math.min(cached, input), 0, thoughts, false);
    }
}
