package io.keywell.protocol.gemini;

/**
 * What a model's name says of what it takes. A name that says nothing is taken for a model that
 * thinks and takes JSON schemas.
 *
 * @param number tenfold: 25 for 2.5
 * @param pro whether it is the large one, which always thinks
 */
record Generation(int number, boolean pro) {

    private static final String FAMILY = "gemini-";
    private static final int UNKNOWN = 999;

    static Generation of(String model) {
        int at = model.indexOf(FAMILY);
        int digit = at < 0 ? -1 : digit(model, at + FAMILY.length());
        if (digit < 0) {
            return new Generation(UNKNOWN, false);
        }
        int dot = at + FAMILY.length() + 1;
        boolean minor = dot < model.length() && model.charAt(dot) == '.';
        int second = minor ? Math.max(0, digit(model, dot + 1)) : 0;
        return new Generation(10 * digit + second, model.contains("-pro"));
    }

    private static int digit(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 10) : -1;
    }

    boolean thinks() {
        return number >= 25;
    }

    /** Takes levels of thinking, and wants calls of tools back with the seal that it gave them. */
    boolean hasLevels() {
        return number >= 30 && number < UNKNOWN;
    }

    /** Takes JSON schemas as they are. */
    boolean takesJsonSchema() {
        return number >= 25;
    }
}
