package io.keywell.governance.store;

/** A sealed thing cannot be opened. Names the place; holds nothing of what is sealed. */
public final class BrokenSealException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BrokenSealException(String place, String why) {
        super(place + " cannot be opened: " + why);
    }
}
