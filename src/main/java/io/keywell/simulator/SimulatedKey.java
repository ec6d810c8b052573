package io.keywell.simulator;

import io.keywell.core.Secret;

/** A credential of a pool. */
final class SimulatedKey {

    private final Secret secret;
    private final SimulatedPool pool;
    private final String alias;
    private final Tally tally = new Tally();

    SimulatedKey(Secret secret, SimulatedPool pool) {
        this.secret = secret;
        this.pool = pool;
        this.alias = alias(secret.reveal());
    }

    SimulatedPool pool() {
        return pool;
    }

    /** The last characters: at most four, and at most half of the secret. */
    String alias() {
        return alias;
    }

    /** Guarded by the pool. */
    Tally tally() {
        return tally;
    }

    String secret() {
        return secret.reveal();
    }

    boolean endsWith(String suffix) {
        return secret().endsWith(suffix);
    }

    static String alias(String secret) {
        return "..." + secret.substring(secret.length() - Math.min(4, secret.length() / 2));
    }
}
