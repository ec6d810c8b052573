package io.keywell.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Usage;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.chat.JsonTrees;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code usage} object as OpenAI and the vendors that follow it write it, and makes it normal. Used again for
 * each object; on one thread.
 *
 * <p>What vendors do differently: cached tokens under other names, or more of them than prompt tokens (then they come on
 * top); reasoning on top of the completion tokens (the total, or a reasoning larger than the completion, tells); prompt
 * or completion tokens left out (the total tells). All zeros report nothing.
 */
public final class UsageFields {

    private long prompt;
    private long completion;
    private long total;
    private long cached;
    private long cacheHit;
    private long cacheMiss;
    private long written;
    private long reasoning;

    /** Takes the value that comes next in {@code scan}; null when it is not an object or reports nothing. */
    public @Nullable Usage take(JsonScan scan) {
        prompt = completion = total = cached = cacheHit = cacheMiss = written = reasoning = 0;
        if (scan.peek() != '{') {
            scan.value();
            return null;
        }
        scan.openObject();
        while (scan.nextField()) {
            field(scan);
        }
        return scan.problem() == null ? normal() : null;
    }

    /** The same of a tree. */
    public static @Nullable Usage of(@Nullable JsonNode usage) {
        if (usage == null || !usage.isObject()) {
            return null;
        }
        UsageFields fields = new UsageFields();
        JsonNode in = usage.has("input_tokens_details")
                ? usage.get("input_tokens_details")
                : usage.path("prompt_tokens_details");
        JsonNode out = usage.has("output_tokens_details")
                ? usage.get("output_tokens_details")
                : usage.path("completion_tokens_details");
        fields.prompt = Math.max(JsonTrees.count(usage, "prompt_tokens"), JsonTrees.count(usage, "input_tokens"));
        fields.completion =
                Math.max(JsonTrees.count(usage, "completion_tokens"), JsonTrees.count(usage, "output_tokens"));
        fields.total = JsonTrees.count(usage, "total_tokens");
        fields.cacheHit = Math.max(
                JsonTrees.count(usage, "prompt_cache_hit_tokens"), JsonTrees.count(usage, "num_cached_tokens"));
        fields.cacheMiss = JsonTrees.count(usage, "prompt_cache_miss_tokens");
        fields.cached = JsonTrees.count(in, "cached_tokens");
        fields.written = JsonTrees.count(in, "cache_write_tokens");
        fields.reasoning = JsonTrees.count(out, "reasoning_tokens");
        return fields.normal();
    }

    private void field(JsonScan scan) {
        if (scan.keyIs("prompt_tokens") || scan.keyIs("input_tokens")) {
            prompt = number(scan);
        } else if (scan.keyIs("completion_tokens") || scan.keyIs("output_tokens")) {
            completion = number(scan);
        } else if (scan.keyIs("total_tokens")) {
            total = number(scan);
        } else if (scan.keyIs("prompt_cache_hit_tokens")) {
            cacheHit = number(scan);
        } else if (scan.keyIs("prompt_cache_miss_tokens")) {
            cacheMiss = number(scan);
        } else if (scan.keyIs("num_cached_tokens")) {
            cacheHit = number(scan);
        } else if (isDetails(scan) && scan.peek() == '{') {
            details(scan);
        } else {
            scan.value();
        }
    }

    private static boolean isDetails(JsonScan scan) {
        return scan.keyIs("prompt_tokens_details")
                || scan.keyIs("completion_tokens_details")
                || scan.keyIs("input_tokens_details")
                || scan.keyIs("output_tokens_details");
    }

    private void details(JsonScan scan) {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("cached_tokens")) {
                cached = number(scan);
            } else if (scan.keyIs("cache_write_tokens")) {
                written = number(scan);
            } else if (scan.keyIs("reasoning_tokens")) {
                reasoning = number(scan);
            } else {
                scan.value();
            }
        }
    }

    /** A whole number; 0 for anything else, such as the null of a vendor that does not count this. */
    private static long number(JsonScan scan) {
        int first = scan.peek();
        boolean taken = scan.value();
        return taken && first >= '0' && first <= '9' ? Math.max(0, scan.tokenWhole()) : 0;
    }

    private @Nullable Usage normal() {
        long read = Math.max(cached, cacheHit);
        long input = prompt > 0 ? prompt : Math.max(cacheHit + cacheMiss, total - completion);
        if (read > input) {
            input += read;
        }
        long output = Math.max(completion, total - input);
        if (reasoning > output) {
            output += reasoning;
        }
        if (input == 0 && output == 0) {
            return null;
        }
        return new Usage(input, output, read, Math.min(written, input), reasoning, false);
    }
}
