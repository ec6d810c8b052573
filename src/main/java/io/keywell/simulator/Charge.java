package io.keywell.simulator;

/** Tokens that a call is charged on arrival. */
record Charge(long input, long output) {

    static Charge ofInput(long tokens) {
        return new Charge(tokens, 0);
    }

    long tokens() {
        return input + output;
    }
}
