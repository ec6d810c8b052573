package io.keywell.protocol.chat;

/**
 * How much thinking a word of effort is, for a target that counts tokens, and the other way round. One table for all
 * dialects; its numbers are those of Google's own OpenAI-compatible endpoint, with a step below and a step above.
 *
 * <pre>
 *   minimal    512
 *   low      1,024
 *   medium   8,192
 *   high    24,576
 *   more    32,768   (xhigh, max, and whatever a vendor invents)
 * </pre>
 *
 * A budget is the effort whose number is next to it.
 */
public final class Efforts {

    private static final long MINIMAL = 512;
    private static final long LOW = 1_024;
    private static final long MEDIUM = 8_192;
    private static final long HIGH = 24_576;
    private static final long MORE = 32_768;

    private Efforts() {}

    /** Tokens to think with. */
    public static long budgetOf(String effort) {
        return switch (effort) {
            case "minimal" -> MINIMAL;
            case "low" -> LOW;
            case "medium" -> MEDIUM;
            case "high" -> HIGH;
            default -> MORE;
        };
    }

    /** One of minimal, low, medium and high: the words that every model with efforts takes. */
    public static String effortOf(long budgetTokens) {
        if (budgetTokens <= (MINIMAL + LOW) / 2) {
            return "minimal";
        }
        if (budgetTokens <= (LOW + MEDIUM) / 2) {
            return "low";
        }
        return budgetTokens <= (MEDIUM + HIGH) / 2 ? "medium" : "high";
    }
}
