package io.keywell.governance.admin;

/**
 * The last part of a path that ends in what is to be done, as {@code main:drain}. The router cannot tell such paths apart
 * where a name may be any text, so that one method takes them all.
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
