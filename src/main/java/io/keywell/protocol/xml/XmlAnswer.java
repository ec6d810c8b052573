package io.keywell.protocol.xml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.keywell.core.Bytes;
import io.keywell.protocol.JsonScan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes a JSON body as XML. What XML has no character for becomes U+FFFD. */
public final class XmlAnswer {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonScan.MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final String ROOT = "response";

    private XmlAnswer() {}

    /**
     * @param json one JSON value
     * @return null when it is none, or is cut off
     */
    public static @Nullable Bytes write(Bytes json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(2 * json.length());
        try (JsonParser in = JSON.createParser(json.array(), json.offset(), json.length())) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            in.nextToken();
            value(in, ROOT, xml);
            xml.writeEndDocument();
            xml.close();
            return in.nextToken() == null ? Bytes.of(out.toByteArray()) : null;
        } catch (IOException notJson) {
            return null;
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML could not be written", e);
        }
    }

    private static void value(JsonParser in, String name, XMLStreamWriter xml) throws IOException, XMLStreamException {
        if (isName(name)) {
            xml.writeStartElement(name);
        } else {
            xml.writeStartElement("field");
            xml.writeAttribute("name", allowed(name));
        }
        JsonToken token = in.currentToken();
        switch (token == null ? JsonToken.NOT_AVAILABLE : token) {
            case START_OBJECT -> {
                xml.writeAttribute("type", "object");
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    String field = in.currentName();
                    in.nextToken();
                    value(in, field, xml);
                }
            }
            case START_ARRAY -> {
                xml.writeAttribute("type", "array");
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    value(in, "item", xml);
                }
            }
            case VALUE_STRING -> xml.writeCharacters(allowed(in.getText()));
            case VALUE_NULL -> xml.writeAttribute("type", "null");
            case VALUE_TRUE, VALUE_FALSE -> typed(xml, "boolean", in.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> typed(xml, "number", in.getText());
            default -> throw new IOException("no JSON value");
        }
        xml.writeEndElement();
    }

    private static void typed(XMLStreamWriter xml, String type, String text) throws XMLStreamException {
        xml.writeAttribute("type", type);
        xml.writeCharacters(text);
    }

    /** Names that need no quoting anywhere, and that do not mean something else here. */
    private static boolean isName(String name) {
        if (name.isEmpty() || name.equals("field") || name.regionMatches(true, 0, "xml", 0, 3)) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            boolean later = c >= '0' && c <= '9' || c == '-' || c == '.';
            if (!letter && (i == 0 || !later)) {
                return false;
            }
        }
        return true;
    }

    private static String allowed(@Nullable String text) {
        if (text == null) {
            return "";
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isAllowed(text, i)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static boolean isAllowed(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c >= ' ' && c < '\uFFFE' || c == '\t' || c == '\n' || c == '\r';
    }

    private static String replaced(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            out.append(isAllowed(text, i) ? text.charAt(i) : '\uFFFD');
        }
        return out.toString();
    }
}
