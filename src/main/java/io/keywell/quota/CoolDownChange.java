package io.keywell.quota;

/**
 * What one replica has found out about a scope, for the others.
 *
 * <p>Each says when it was found out, in epoch milliseconds: an end does not end what began after it.
 */
public sealed interface CoolDownChange {

    Scope scope();

    long atMillis();

    /**
     * A cool-down is in force.
     *
     * @param failures failures without a hint in a row; makes the next guess longer
     */
    record Cooled(CoolDown coolDown, int failures, long atMillis) implements CoolDownChange {
        @Override
        public Scope scope() {
            return coolDown.scope();
        }
    }

    /** A probe was answered well: a growing share of the requests may pass. */
    record Recovered(Scope scope, long atMillis) implements CoolDownChange {}

    /** Somebody ended it, or the key has another secret: what was before does not count. */
    record Lifted(Scope scope, long atMillis) implements CoolDownChange {}
}
