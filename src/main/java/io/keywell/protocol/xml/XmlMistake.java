package io.keywell.protocol.xml;

/** A document that cannot be taken for a body; the message says why. Carries no stack. */
public final class XmlMistake extends Exception {
    XmlMistake(String message) {
        super(message, null, false, false);
    }
}
