package io.keywell.governance.admin;

/**
 * The last part of a path that ends in what is to be done, as {@code main:drain}. Clients may send the colon
 * as {@code %3A}, which the router undoes in a part of its own alone, so that such a part is never plain text there.
 *
 * @param verb empty when there is none
 */
record Action(String name, String verb) {

    static Action of(String part) {
        int colon = part.lastIndexOf(':');
        return colon < 0 ? new Action(part, "") : new Action(part.substring(0, colon), part.substring(colon + 1));
    }

    boolean is(String expected) {
        return verb.equals(expected);
    }
}
