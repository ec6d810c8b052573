package io.keywell.protocol.tokens;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.knuddels.jtokkit.api.Encoding;
import io.keywell.core.Bytes;
import java.io.IOException;
import java.util.Set;

/**
 * Sums up the tokens of a body's texts: of all of each, or of windows that are spread evenly over all of them, from which the
 * sum follows. Media are in none of them; what they cost is in the estimate.
 */
final class TextCount {

    private static final JsonFactory JSON = new JsonFactory();

    /** What no model is shown. */
    private static final Set<String> UNSEEN = Set.of("model", "type", "id", "tool_call_id", "tool_use_id", "mimeType");

    /** What has a picture, a sound or a file as its value, or where one is. */
    private static final Set<String> MEDIA = Set.of(
            "url", "image_url", "data", "file_data", "file_id", "file_url", "fileUri", "file_uri", "input_audio");

    /** What a chat template puts around a message. */
    private static final int PER_TURN = 4;

    /** A string that long whose beginning has only letters of base64 is data, not text. */
    private static final int DATA_FROM = 2_048;

    private static final int SAMPLE = 256;

    /** A shorter window would be cut at both ends too often: each cut may make a token of its own. */
    private static final int WINDOW = 128;

    private final Encoding encoding;
    private final double part;
    private double due;
    private long seen;
    private long taken;
    private long counted;
    private long others;
    private boolean media;

    /** @param part of the texts that is counted, at most 1 */
    private TextCount(Encoding encoding, double part) {
        this.encoding = encoding;
        this.part = part;
    }

    /** All of it. The estimate is the answer for a body that is no JSON, and the least for one with media. */
    static long of(Bytes body, long estimate, Encoding encoding) {
        TextCount count = new TextCount(encoding, 1);
        if (!count.read(body)) {
            return estimate;
        }
        return count.media ? Math.max(count.tokens(), estimate) : count.tokens();
    }

    /** At most so many characters of it; -1 when the texts do not tell what the request has. */
    static long sampled(Bytes body, int most, Encoding encoding) {
        TextCount count = new TextCount(encoding, Math.min(1, (double) most / body.length()));
        return count.read(body) && !count.media ? count.tokens() : -1;
    }

    private boolean read(Bytes body) {
        try (JsonParser in = JSON.createParser(body.array(), body.offset(), body.length())) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                take(token, in);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void take(JsonToken token, JsonParser in) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            String name = String.valueOf(in.currentName());
            if (MEDIA.contains(name) || isData(in)) {
                media = true;
            } else if (name.equals("role")) {
                others += PER_TURN;
            } else if (!UNSEEN.contains(name)) {
                text(in);
            }
        } else if (token == JsonToken.FIELD_NAME && schema(in)) {
            text(in);
        } else if (token == JsonToken.VALUE_NUMBER_INT && in.getParsingContext().inArray()) {
            // An input for embeddings that was cut already.
            others++;
        }
    }

    private void text(JsonParser in) throws IOException {
        int length = in.getTextLength();
        seen += length;
        due += length * part;
        if (part < 1 && due < WINDOW) {
            return;
        }
        int piece = part < 1 ? (int) Math.min(due, length) : length;
        due -= piece;
        int windows = part < 1 ? Math.max(1, piece / WINDOW) : 1;
        int size = piece / windows;
        for (int i = 0; i < windows; i++) {
            int from = (int) ((length - size) * (2L * i + 1) / (2L * windows));
            String text = new String(in.getTextCharacters(), in.getTextOffset() + from, size);
            counted += encoding.countTokensOrdinary(text);
            taken += size;
        }
    }

    private long tokens() {
        return others + (taken == 0 ? 0 : Math.round((double) counted * seen / taken));
    }

    /** Field names that a model sees stand deeper than those of the dialect: in schemas of tools. */
    private static boolean schema(JsonParser in) {
        return in.getParsingContext().getNestingDepth() > 4;
    }

    private static boolean isData(JsonParser in) throws IOException {
        int length = in.getTextLength();
        char[] text = in.getTextCharacters();
        int from = in.getTextOffset();
        return startsData(text, from, length) || length >= DATA_FROM && isBase64(text, from);
    }

    private static boolean startsData(char[] text, int from, int length) {
        return length >= 5 && "data:".equals(new String(text, from, 5));
    }

    private static boolean isBase64(char[] text, int from) {
        for (int i = from; i < from + SAMPLE; i++) {
            char c = text[i];
            boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!letter && "+/-_".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
