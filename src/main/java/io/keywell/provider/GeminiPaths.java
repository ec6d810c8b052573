package io.keywell.provider;

import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the paths of Google's two APIs for Gemini have in common. */
final class GeminiPaths {

    private static final String UNRESERVED = "-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private GeminiPaths() {}

    /** What stands behind the model; null for what is not offered to callers of that dialect. */
    static @Nullable String verb(Operation operation, Dialect caller, boolean stream) {
        boolean own = caller == Dialect.GEMINI;
        return switch (operation) {
            case CHAT -> stream ? ":streamGenerateContent?alt=sse" : ":generateContent";
            case COUNT_TOKENS -> own ? ":countTokens" : null;
            case EMBEDDINGS -> own ? ":embedContent" : null;
            case BATCH_EMBEDDINGS -> own ? ":batchEmbedContents" : null;
            case COMPLETIONS, MODERATIONS, RERANK, PASSTHROUGH -> null;
            case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, SPEECH, TRANSCRIPTIONS, TRANSLATIONS -> null;
        };
    }

    /** One segment of a path: a caller may name the model, and must not get out of its place. */
    static String segment(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return out.toString();
    }
}
