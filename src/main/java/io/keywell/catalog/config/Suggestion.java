package io.keywell.catalog.config;

import java.util.Collection;

/** Helps with a misspelt name. */
final class Suggestion {

    private static final int MOST_SHOWN = 20;

    private Suggestion() {}

    static String oneOf(Collection<String> names) {
        if (names.size() == 1) {
            return names.iterator().next();
        }
        String shown = String.join(", ", names.stream().limit(MOST_SHOWN).toList());
        return "one of " + shown + (names.size() > MOST_SHOWN ? ", ..." : "");
    }

    /** {@code "; did you mean X?"} for the nearest name, or nothing when none is near. */
    static String didYouMean(String name, Collection<String> names) {
        return didYouMean(name, names, Math.max(1, name.length() / 3));
    }

    /**
     * @param most the distance up to which a name is near
     */
    static String didYouMean(String name, Collection<String> names, int most) {
        String best = "";
        int least = 1 + most;
        for (String candidate : names) {
            int distance = distance(name, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }

    /** How many letters must be added, removed, changed or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
