package io.keywell.protocol.xml;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywell.core.Bytes;
import java.io.IOException;

/** A document becomes JSON or is a mistake; and any JSON becomes a document that is well-formed. */
public final class XmlFuzz {

    private static final ObjectMapper JSON = new ObjectMapper();

    private XmlFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        try {
            Bytes json = XmlRequest.toJson(Bytes.of(input));
            JSON.readTree(json.array(), json.offset(), json.length());
        } catch (XmlMistake mistake) {
            // What it is for.
        }
        try {
            Bytes xml = XmlAnswer.write(Bytes.of(input));
            if (xml != null) {
                XmlRequest.toJson(xml);
            }
        } catch (XmlMistake mistake) {
            // A body may say what a request cannot: a bare value, a name twice.
        }
    }
}
