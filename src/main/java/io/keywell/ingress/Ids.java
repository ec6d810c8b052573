package io.keywell.ingress;

import java.util.random.RandomGenerator;

/** Request ids: {@code req_} and 26 characters, 128 random bits. */
final class Ids {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private final RandomGenerator random;

    Ids(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        char[] id = new char[30];
        "req_".getChars(0, 4, id, 0);
        fill(id, 4, random.nextLong());
        fill(id, 17, random.nextLong());
        return new String(id);
    }

    private static void fill(char[] id, int from, long bits) {
        for (int i = 0; i < 13; i++) {
            id[from + i] = ALPHABET[(int) (bits >>> i * 5 & 31)];
        }
    }
}
