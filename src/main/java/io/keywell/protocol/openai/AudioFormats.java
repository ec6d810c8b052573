package io.keywell.protocol.openai;

import org.jspecify.annotations.Nullable;

/** Recordings: OpenAI says "mp3" where the rest of the world says "audio/mpeg". */
final class AudioFormats {

    private AudioFormats() {}

    static String mediaType(String format) {
        return "audio/" + (format.equals("mp3") ? "mpeg" : format);
    }

    static String format(@Nullable String mediaType) {
        if (mediaType == null) {
            return "wav";
        }
        String format = mediaType.substring(mediaType.indexOf('/') + 1);
        return switch (format) {
            case "mpeg" -> "mp3";
            case "x-wav", "wave" -> "wav";
            default -> format;
        };
    }
}
