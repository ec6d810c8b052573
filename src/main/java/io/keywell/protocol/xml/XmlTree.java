package io.keywell.protocol.xml;

import io.keywell.core.Bytes;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads a document with nothing in it but elements, text and two attributes. */
final class XmlTree {

    /** Elements inside one another. */
    private static final int MAX_DEPTH = 64;

    private static final Set<String> ATTRIBUTES = Set.of("type", "name");

    private XmlTree() {}

    /**
     * @param name the field's
     * @param type null when it does not say
     */
    record Element(String name, @Nullable String type, StringBuilder content, List<Element> children) {
        String text() {
            return content.toString();
        }
    }

    static Element read(Bytes xml) throws XmlMistake {
        try {
            XMLStreamReader in = reader(xml);
            try {
                return root(in);
            } finally {
                in.close();
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            throw new XmlMistake("it is not well-formed XML, at line " + line);
        }
    }

    private static XMLStreamReader reader(Bytes xml) throws XMLStreamException, XmlMistake {
        // Made afresh: factories are not all safe for several threads. The JDK's own, whatever else is on the class
        // path.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(new StringReader(XmlText.of(xml)));
    }

    private static Element root(XMLStreamReader in) throws XMLStreamException, XmlMistake {
        Deque<Element> open = new ArrayDeque<>();
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    Element element = element(in);
                    if (!open.isEmpty()) {
                        open.peek().children().add(element);
                    }
                    open.push(element);
                    if (open.size() > MAX_DEPTH) {
                        throw new XmlMistake("it nests deeper than " + MAX_DEPTH + " elements");
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.peek().content().append(in.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Element ended = open.pop();
                    if (open.isEmpty()) {
                        finish(in);
                        return ended;
                    }
                }
                case XMLStreamConstants.DTD -> throw new XmlMistake("a document type is not allowed");
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new XmlMistake("entities are not allowed");
                default -> {}
            }
        }
        throw new XmlMistake("it has no element");
    }

    /** What follows the document element must be well-formed too. */
    private static void finish(XMLStreamReader in) throws XMLStreamException {
        while (in.hasNext()) {
            in.next();
        }
    }

    private static Element element(XMLStreamReader in) throws XmlMistake {
        String name = in.getLocalName();
        String type = null;
        for (int i = 0; i < in.getAttributeCount(); i++) {
            String attribute = in.getAttributeLocalName(i);
            if (in.getAttributeNamespace(i) != null || !ATTRIBUTES.contains(attribute)) {
                // Schema locations and the like say nothing of the body.
                continue;
            }
            if (attribute.equals("type")) {
                type = in.getAttributeValue(i);
            } else if (name.equals("field")) {
                name = in.getAttributeValue(i);
            }
        }
        return new Element(name, type, new StringBuilder(), new ArrayList<>(4));
    }
}
