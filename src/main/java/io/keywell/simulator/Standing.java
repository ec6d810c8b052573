package io.keywell.simulator;

/**
 * What a pool's rate headers say after a request; a limit of 0 has no headers. Resets in milliseconds.
 *
 * @param requests of the minute, or of the day where the minute has no limit
 */
record Standing(Allowance requests, Allowance tokens, Allowance input, Allowance output, Allowance day) {

    record Allowance(long limit, long remaining, long resetMillis) {

        static final Allowance NONE = new Allowance(0, 0, 0);
    }
}
