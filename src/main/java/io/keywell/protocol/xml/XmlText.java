package io.keywell.protocol.xml;

import io.keywell.core.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes a document. The JDK's parser prints what it thinks of broken characters, so they must not come to it. */
final class XmlText {

    private static final int DECLARATION = 200;
    private static final Pattern DECLARED =
            Pattern.compile("^<\\?xml[^>]{0,150}?encoding\\s{0,9}=\\s{0,9}[\"']([A-Za-z][A-Za-z0-9._-]{0,39})[\"']");

    private XmlText() {}

    static String of(Bytes xml) throws XmlMistake {
        boolean marked = starts(xml, 0xEF, 0xBB, 0xBF);
        Bytes text = marked ? new Bytes(xml.array(), xml.offset() + 3, xml.length() - 3) : xml;
        Charset charset = marked ? StandardCharsets.UTF_8 : charset(xml);
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(text.array(), text.offset(), text.length()))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new XmlMistake("it has bytes that are no characters of " + charset.name());
        }
    }

    private static Charset charset(Bytes xml) throws XmlMistake {
        if (starts(xml, 0xFE, 0xFF) || starts(xml, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16;
        }
        String head =
                new String(xml.array(), xml.offset(), Math.min(DECLARATION, xml.length()), StandardCharsets.ISO_8859_1);
        Matcher declared = DECLARED.matcher(head);
        if (!declared.find()) {
            return StandardCharsets.UTF_8;
        }
        if (!Charset.isSupported(declared.group(1))) {
            throw new XmlMistake("its encoding is not known");
        }
        return Charset.forName(declared.group(1));
    }

    private static boolean starts(Bytes xml, int... mark) {
        if (xml.length() < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((xml.array()[xml.offset() + i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
