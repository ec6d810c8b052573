package io.keywell.protocol.chat;

/**
 * What one of Anthropic's models takes, wherever it is served, as far as its name tells: {@code claude-opus-4-7}, {@code claude-3-5-sonnet-20241022},
 * {@code anthropic.claude-sonnet-4-20250514-v1:0}. Vendors that only speak the dialect have names of their own; of those
 * nothing is known, and they are taken for models of the first generation that thinks.
 *
 * @param version major times hundred plus minor; 0 when the name tells none
 * @param opus whether it is of the line that gets things first
 */
public record ClaudeModel(int version, boolean opus) {

    private static final String FAMILY = "claude-";

    /** For a caller that says nothing, where the dialect wants a number: within what every model of its time allows. */
    private static final long USUAL_TOKENS = 32_000;

    private static final long USUAL_TOKENS_BEFORE_THINKING = 8_192;
    private static final long USUAL_TOKENS_AT_FIRST = 4_096;

    public static ClaudeModel of(String model) {
        int start = model.indexOf(FAMILY);
        int version = 0;
        int at = start < 0 ? model.length() : start + FAMILY.length();
        while (at < model.length() && version == 0) {
            int end = wordEnd(model, at);
            if (isNumber(model, at, end)) {
                version = 100 * number(model, at, end) + minor(model, end + 1);
            }
            at = end + 1;
        }
        return new ClaudeModel(version, model.contains("opus"));
    }

    private static int minor(String model, int at) {
        int end = at >= model.length() ? at : wordEnd(model, at);
        return isNumber(model, at, end) ? number(model, at, end) : 0;
    }

    private static int wordEnd(String model, int from) {
        int end = from;
        while (end < model.length() && Character.isLetterOrDigit(model.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Longer numbers are dates. */
    private static boolean isNumber(String model, int from, int to) {
        boolean digits = to > from && to - from <= 2;
        for (int i = from; i < to && digits; i++) {
            digits = model.charAt(i) >= '0' && model.charAt(i) <= '9';
        }
        return digits;
    }

    private static int number(String model, int from, int to) {
        return Integer.parseInt(model, from, to, 10);
    }

    public long usualMaxTokens() {
        if (version == 0) {
            return USUAL_TOKENS_BEFORE_THINKING;
        }
        if (version >= 307) {
            return USUAL_TOKENS;
        }
        return version >= 305 ? USUAL_TOKENS_BEFORE_THINKING : USUAL_TOKENS_AT_FIRST;
    }

    public boolean thinks() {
        return version == 0 || version >= 307;
    }

    /** Whether it decides itself how much it thinks, and takes a word of effort instead of a number of tokens. */
    public boolean adaptive() {
        return version >= 406;
    }

    /** Whether it refuses temperature, top_p and top_k; the same models know more words of effort. */
    public boolean refusesSampling() {
        return opus && version >= 407 || version >= 500;
    }

    /** Whether it writes what a schema says; what is not known is taken to. */
    public boolean outputSchemas() {
        return version == 0 || version >= 405;
    }

    /** Whether a tool's arguments can be held to its schema. */
    public boolean strictTools() {
        return version == 0 || version >= 405;
    }
}
