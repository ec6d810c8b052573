package io.keywell.simulator;

/** What a pool's rate headers say after a request; a limit of 0 has no headers. Resets in milliseconds. */
record Standing(Allowance requests, Allowance tokens, Allowance input, Allowance output) {

    record Allowance(long limit, long remaining, long resetMillis) {

        static final Allowance NONE = new Allowance(0, 0, 0);
    }
}
