package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.ingress.Calls.BodyReader;
import io.keywell.ingress.Calls.Read;
import io.keywell.protocol.xml.XmlMistake;
import io.keywell.protocol.xml.XmlRequest;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a caller speaks XML. The first type that it accepts decides the answer's form; a caller that accepts anything
 * gets the form in which it asked.
 *
 * @param in whether the request's body is XML
 * @param out whether the answer is to be
 */
record XmlForm(boolean in, boolean out) {

    private static final XmlForm NONE = new XmlForm(false, false);

    static XmlForm of(HttpServerRequest request) {
        String type = request.getHeader(Headers.CONTENT_TYPE);
        String accept = request.getHeader(Headers.ACCEPT);
        boolean in = isXml(type);
        if (!in && !isXml(accept)) {
            return NONE;
        }
        return new XmlForm(in, isXml(accept) || accept == null || accept.isBlank() || accept.startsWith("*/*"));
    }

    private static boolean isXml(@Nullable String type) {
        if (type == null) {
            return false;
        }
        String first = type.trim().toLowerCase(Locale.ROOT);
        return first.startsWith("application/xml") || first.startsWith("text/xml");
    }

    /** Reads a body that may be XML. Streams have no form in it. */
    Read read(Bytes body, BodyReader json) {
        if (!in && !out) {
            return json.read(body);
        }
        try {
            Read read = json.read(in ? XmlRequest.toJson(body) : body);
            return out && read.stream()
                    ? Read.refused(
                            GatewayError.invalid("A stream is not offered as XML: leave 'stream' out.", "stream"))
                    : read;
        } catch (XmlMistake e) {
            return Read.refused(
                    GatewayError.invalid("The request body is not usable XML: " + e.getMessage() + ".", null));
        }
    }
}
