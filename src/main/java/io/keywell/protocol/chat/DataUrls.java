package io.keywell.protocol.chat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** URLs that carry their own bytes, as {@code data:image/png;base64,...}. */
public final class DataUrls {

    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";

    private DataUrls() {}

    /** An image or the like from the URL that a caller wrote: its bytes, if they are in the URL. */
    public static Part.Media media(
            Part.Media.Kind kind,
            String url,
            @Nullable String name,
            @Nullable String detail,
            Part.@Nullable CacheHint cache) {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Part.Media(kind, new Part.Source.Url(url), null, name, detail, cache);
        }
        String head = url.substring(SCHEME.length(), comma);
        String data = url.substring(comma + 1);
        boolean base64 = head.regionMatches(true, head.length() - BASE64.length(), BASE64, 0, BASE64.length());
        Part.Source source = new Part.Source.Base64(base64 ? data : encoded(data));
        return new Part.Media(kind, source, mediaType(head), name, detail, cache);
    }

    /** A document from a field that holds its bytes: as such a URL, or as base64 alone. */
    public static Part.Media document(String data, @Nullable String name, Part.@Nullable CacheHint cache) {
        Part.Media media = media(Part.Media.Kind.DOCUMENT, data, name, null, cache);
        return media.source() instanceof Part.Source.Url bare
                ? new Part.Media(media.kind(), new Part.Source.Base64(bare.url()), null, name, null, cache)
                : media;
    }

    /** The URL that carries the bytes. */
    public static String of(@Nullable String mediaType, String base64) {
        return SCHEME + (mediaType == null ? "application/octet-stream" : mediaType) + BASE64 + "," + base64;
    }

    private static @Nullable String mediaType(String head) {
        int end = head.indexOf(';');
        String type = end < 0 ? head : head.substring(0, end);
        return type.isEmpty() ? null : type;
    }

    /** Text with percent signs, as base64. A percent sign that escapes nothing stands for itself. */
    private static String encoded(String data) {
        String text;
        try {
            text = URLDecoder.decode(data.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            text = data;
        }
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
