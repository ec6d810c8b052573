package io.keywell.protocol.xml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Bytes;
import io.keywell.protocol.xml.XmlTree.Element;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes the JSON body of a request that came as XML. */
public final class XmlRequest {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private XmlRequest() {}

    /** @throws XmlMistake when the document cannot be taken for a body */
    public static Bytes toJson(Bytes xml) throws XmlMistake {
        Element root = XmlTree.read(xml);
        ByteArrayOutputStream out = new ByteArrayOutputStream(xml.length());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            object(root, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(out.toByteArray());
    }

    private static void value(Element element, JsonGenerator json) throws IOException, XmlMistake {
        switch (type(element)) {
            case "object" -> object(element, json);
            case "array" -> array(element, json);
            case "string" -> json.writeString(element.text());
            case "number" -> {
                String number = element.text().trim();
                if (!NUMBER.matcher(number).matches()) {
                    throw new XmlMistake("the element '" + element.name() + "' is not a number");
                }
                json.writeNumber(number);
            }
            case "boolean" -> json.writeBoolean(truth(element));
            case "null" -> json.writeNull();
            default -> throw new XmlMistake("the element '" + element.name() + "' has an unknown type");
        }
    }

    private static String type(Element element) throws XmlMistake {
        String type = element.type();
        if (type == null) {
            type = element.children().isEmpty() ? "string" : "object";
        }
        boolean container = type.equals("object") || type.equals("array");
        if (!container && !element.children().isEmpty()) {
            throw new XmlMistake("the element '" + element.name() + "' of the type " + type + " has elements inside");
        }
        if ((container || type.equals("null")) && !element.text().isBlank()) {
            throw new XmlMistake("the element '" + element.name() + "' has text beside its elements");
        }
        return type;
    }

    private static boolean truth(Element element) throws XmlMistake {
        return switch (element.text().trim()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new XmlMistake("the element '" + element.name() + "' is neither true nor false");
        };
    }

    private static void object(Element element, JsonGenerator json) throws IOException, XmlMistake {
        List<Element> children = element.children();
        if (!type(element).equals("object") && !children.isEmpty()
                || !element.text().isBlank()) {
            throw new XmlMistake("the element '" + element.name() + "' must have elements for its fields");
        }
        Set<String> names = new HashSet<>();
        json.writeStartObject();
        for (Element child : children) {
            if (!names.add(child.name())) {
                throw new XmlMistake("the element '" + child.name()
                        + "' is there twice; an array is one element with type=\"array\" and an item for each");
            }
            json.writeFieldName(child.name());
            value(child, json);
        }
        json.writeEndObject();
    }

    private static void array(Element element, JsonGenerator json) throws IOException, XmlMistake {
        json.writeStartArray();
        for (Element child : element.children()) {
            if (!child.name().equals("item")) {
                throw new XmlMistake("the array '" + element.name() + "' has an element that is no item");
            }
            value(child, json);
        }
        json.writeEndArray();
    }
}
