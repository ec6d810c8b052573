package io.keywell.governance.live;

/** A what-if without a key that nobody has: its answer would be that of no question. */
public final class UnknownKey extends RuntimeException {

    private final String name;

    UnknownKey(String name) {
        super(name, null, false, false);
        this.name = name;
    }

    /** As it was asked for. */
    public String name() {
        return name;
    }
}
