package io.keywell.protocol.tokens;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.knuddels.jtokkit.api.Encoding;
import io.keywell.core.Bytes;
import java.io.IOException;
import java.util.Set;

/** Sums up the tokens of a body's texts. Media are in none of them; what they cost is in the estimate. */
final class TextCount {

    private static final JsonFactory JSON = new JsonFactory();

    /** What no model is shown. */
    private static final Set<String> UNSEEN = Set.of("model", "type", "id", "tool_call_id", "tool_use_id", "mimeType");

    /** What a chat template puts around a message. */
    private static final int PER_TURN = 4;

    /** A string that long whose beginning has only letters of base64 is data, not text. */
    private static final int DATA_FROM = 2_048;

    private static final int SAMPLE = 256;

    private TextCount() {}

    static long of(Bytes body, long estimate, Encoding encoding) {
        long tokens = 0;
        boolean data = false;
        try (JsonParser in = JSON.createParser(body.array(), body.offset(), body.length())) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    String text = in.getText();
                    String name = String.valueOf(in.currentName());
                    if (isData(text)) {
                        data = true;
                    } else if (name.equals("role")) {
                        tokens += PER_TURN;
                    } else if (!UNSEEN.contains(name)) {
                        tokens += encoding.countTokensOrdinary(text);
                    }
                } else if (token == JsonToken.FIELD_NAME && schema(in)) {
                    tokens += encoding.countTokensOrdinary(in.currentName());
                }
            }
        } catch (IOException e) {
            return estimate;
        }
        // With a picture or a file in it, the estimate knows more.
        return data ? Math.max(tokens, estimate) : tokens;
    }

    /** Field names that a model sees stand deeper than those of the dialect: in schemas of tools. */
    private static boolean schema(JsonParser in) {
        return in.getParsingContext().getNestingDepth() > 4;
    }

    private static boolean isData(String text) {
        return text.startsWith("data:") || text.length() >= DATA_FROM && isBase64(text);
    }

    private static boolean isBase64(String text) {
        return text.chars()
                .limit(SAMPLE)
                .allMatch(c ->
                        c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "+/-_".indexOf(c) >= 0);
    }
}
