package io.keywell.catalog;

/** A model name, or one with {@code *} standing for any characters: {@code gpt-4o*}, {@code openai/*}, {@code *}. */
public record ModelPattern(String pattern) {

    public static final ModelPattern ANY = new ModelPattern("*");

    public ModelPattern {
        if (pattern.isBlank()) {
            throw new IllegalArgumentException("a model pattern must not be blank");
        }
    }

    public boolean matches(String model) {
        return matches(0, model, 0);
    }

    private boolean matches(int p, String model, int m) {
        int at = m;
        for (int i = p; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                if (i == pattern.length() - 1) {
                    return true;
                }
                for (int rest = at; rest <= model.length(); rest++) {
                    if (matches(i + 1, model, rest)) {
                        return true;
                    }
                }
                return false;
            }
            if (at == model.length() || model.charAt(at) != c) {
                return false;
            }
            at++;
        }
        return at == model.length();
    }
}
