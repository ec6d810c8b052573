package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Usage;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.chat.JsonTrees;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gathers {@code usage} objects as Anthropic writes them, from bytes or from trees, and makes them normal: its input
 * leaves out what came from a cache or went into one. A stream reports twice, and the second report counts from the start:
 * what it repeats holds, what it leaves out stays as it was. One for each answer, on one thread.
 */
final class UsageFields {

    private static final String INPUT = "input_tokens";
    private static final String CACHE_READ = "cache_read_input_tokens";
    private static final String CACHE_WRITE = "cache_creation_input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String OUTPUT_DETAILS = "output_tokens_details";
    private static final String THINKING = "thinking_tokens";

    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long output;
    private long thinking;
    private boolean reported;

    /** Takes the value that comes next in {@code scan}; anything but an object reports nothing. */
    void take(JsonScan scan) {
        if (scan.peek() != '{') {
            scan.value();
            return;
        }
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs(INPUT)) {
                input = number(scan, input);
            } else if (scan.keyIs(CACHE_READ)) {
                cacheRead = number(scan, cacheRead);
            } else if (scan.keyIs(CACHE_WRITE)) {
                cacheWrite = number(scan, cacheWrite);
            } else if (scan.keyIs(OUTPUT)) {
                output = number(scan, output);
            } else if (scan.keyIs(OUTPUT_DETAILS) && scan.peek() == '{') {
                details(scan);
            } else {
                scan.value();
            }
        }
    }

    private void details(JsonScan scan) {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs(THINKING)) {
                thinking = number(scan, thinking);
            } else {
                scan.value();
            }
        }
    }

    /** A whole number; what was known before in the place of anything else, such as null. */
    private long number(JsonScan scan, long before) {
        int first = scan.peek();
        long value = scan.value() && first >= '0' && first <= '9' ? scan.tokenWhole() : -1;
        return number(value, before);
    }

    /** Takes an object of a tree; null and anything else reports nothing. */
    void take(@Nullable JsonNode usage) {
        if (usage == null) {
            return;
        }
        input = number(usage, INPUT, input);
        cacheRead = number(usage, CACHE_READ, cacheRead);
        cacheWrite = number(usage, CACHE_WRITE, cacheWrite);
        output = number(usage, OUTPUT, output);
        JsonNode details = JsonTrees.at(usage, OUTPUT_DETAILS);
        thinking = details == null ? thinking : number(details, THINKING, thinking);
    }

    private long number(JsonNode object, String field, long before) {
        JsonNode value = object.get(field);
        return number(value != null && value.isIntegralNumber() ? JsonTrees.count(object, field) : -1, before);
    }

    private long number(long value, long before) {
        reported |= value >= 0;
        return value >= 0 ? value : before;
    }

    /** Null while nothing was reported, or only zeros. */
    @Nullable
    Usage normal() {
        long all = input + cacheRead + cacheWrite;
        if (!reported || all == 0 && output == 0) {
            return null;
        }
        return new Usage(all, output, cacheRead, cacheWrite, Math.min(thinking, output), false);
    }

    /** Writes the field; the cached parts are taken out of the input again. */
    static void write(Usage usage, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("usage");
        out.writeNumberField(INPUT, Math.max(0, usage.input() - usage.cacheRead() - usage.cacheWrite()));
        out.writeNumberField(CACHE_WRITE, usage.cacheWrite());
        out.writeNumberField(CACHE_READ, usage.cacheRead());
        out.writeNumberField(OUTPUT, usage.output());
        if (usage.reasoning() > 0) {
            out.writeObjectFieldStart(OUTPUT_DETAILS);
            out.writeNumberField(THINKING, usage.reasoning());
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
