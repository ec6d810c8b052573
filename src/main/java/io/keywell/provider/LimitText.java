package io.keywell.provider;

import static io.keywell.core.Dimension.CONCURRENT;
import static io.keywell.core.Dimension.INPUT_TOKENS_PER_MINUTE;
import static io.keywell.core.Dimension.OUTPUT_TOKENS_PER_MINUTE;
import static io.keywell.core.Dimension.REQUESTS_PER_DAY;
import static io.keywell.core.Dimension.REQUESTS_PER_MINUTE;
import static io.keywell.core.Dimension.TOKENS_PER_DAY;
import static io.keywell.core.Dimension.TOKENS_PER_MINUTE;

import io.keywell.core.Dimension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which limit an error's text (in lower case) names: its dimension and its size. */
final class LimitText {

    /** The first that occurs decides; days before minutes, since the longer window is the one that holds. */
    private static final List<Name> NAMES = List.of(
            name(REQUESTS_PER_DAY, "requests per day", "(rpd)", "requestsperday", "free-models-per-day"),
            name(TOKENS_PER_DAY, "tokens per day", "(tpd)", "tokenspermodelperday", "tokensperday"),
            name(INPUT_TOKENS_PER_MINUTE, "input tokens per min", "(itpm)", "inputtokensperm"),
            name(OUTPUT_TOKENS_PER_MINUTE, "output tokens per min", "(otpm)"),
            name(TOKENS_PER_MINUTE, "tokens per min", "(tpm)"),
            name(REQUESTS_PER_MINUTE, "requests per min", "(rpm)", "requestsperminute", "free-models-per-min"),
            name(REQUESTS_PER_MINUTE, "calls / minute", "per minute request limit"),
            name(CONCURRENT, "concurrent", "concurrency"));

    private record Name(Dimension dimension, List<String> fragments) {}

    private static Name name(Dimension dimension, String... fragments) {
        return new Name(dimension, List.of(fragments));
    }

    private LimitText() {}

    /** The exhausted dimension, null when neither the text nor the error's type names one. */
    static @Nullable Dimension dimension(ErrorFacts facts) {
        for (Name name : NAMES) {
            if (name.fragments.stream().anyMatch(facts::says)) {
                return name.dimension;
            }
        }
        if (facts.has("tokens")) {
            return TOKENS_PER_MINUTE;
        }
        return facts.has("requests") ? REQUESTS_PER_MINUTE : null;
    }

    /** The number in {@code limit 30000}, {@code limit: 20} or {@code limit of 6,000}; 0 = none, or no telling whose. */
    static long limit(ErrorFacts facts) {
        if (facts.field(ErrorExtract.SEVERAL_LIMITS) != null) {
            return 0;
        }
        String text = facts.text();
        for (int at = text.indexOf("limit"); at >= 0; at = text.indexOf("limit", at + 1)) {
            int start = at + "limit".length();
            start += text.startsWith(" of ", start) ? 4 : text.startsWith(": ", start) ? 2 : 1;
            if (Durations.isDigit(text, start)) {
                return number(text, start);
            }
        }
        return 0;
    }

    private static long number(String text, int start) {
        int end = Durations.digitsEnd(text, start);
        StringBuilder digits = new StringBuilder(text.substring(start, end));
        while (text.startsWith(",", end) && Durations.digitsEnd(text, end + 1) == end + 4) {
            digits.append(text, end + 1, end + 4);
            end += 4;
        }
        return Math.max(0, Durations.leadingNumber(digits.toString()));
    }
}
