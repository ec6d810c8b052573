package io.keywell.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads an OpenAI request as a stream of tokens; what is not used is skipped, a wrong type counts as absent. */
final class AskReader {

    /** Enough of a message to echo it and to find a tool's name in it. */
    private static final int KEPT_CHARS = 2_000;

    /** What a caller allows beyond this makes no difference, and sums stay far from overflowing. */
    private static final long MOST_TOKENS = 1_000_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser json;
    private final Ask ask = new Ask();

    private AskReader(JsonParser json) {
        this.json = json;
    }

    /** @throws IOException the body is not a JSON object */
    static Ask read(byte[] body) throws IOException {
        try (JsonParser json = JSON.createParser(body)) {
            AskReader reader = new AskReader(json);
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                reader.field(json.currentName());
            }
            return reader.ask;
        }
    }

    private void field(String name) throws IOException {
        JsonToken value = json.nextToken();
        switch (name) {
            case "model" -> ask.model = textOrNull();
            case "stream" -> ask.stream = value == JsonToken.VALUE_TRUE;
            case "stream_options" -> streamOptions();
            case "max_tokens", "max_completion_tokens" ->
                ask.maxTokens = Math.max(ask.maxTokens, Math.min(MOST_TOKENS, number()));
            case "messages" -> messages();
            case "prompt" -> ask.lastUser = content();
            case "input", "documents" -> inputs();
            case "query" -> ask.lastUser = content();
            case "tools" -> tools();
            case "tool_choice" -> toolChoice();
            case "encoding_format" -> ask.base64 = "base64".equals(textOrNull());
            case "dimensions" -> ask.dimensions = number();
            default -> json.skipChildren();
        }
    }

    private void streamOptions() throws IOException {
        if (opens(JsonToken.START_OBJECT)) {
            while (nextField()) {
                boolean usage = json.currentName().equals("include_usage");
                ask.includeUsage |= json.nextToken() == JsonToken.VALUE_TRUE && usage;
                json.skipChildren();
            }
        }
    }

    private void messages() throws IOException {
        if (opens(JsonToken.START_ARRAY)) {
            while (nextElement()) {
                ask.hasContent = true;
                message();
            }
        }
    }

    private void message() throws IOException {
        String role = "";
        String text = "";
        if (opens(JsonToken.START_OBJECT)) {
            while (nextField()) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "role" -> role = textOrEmpty();
                    case "content" -> text = content();
                    default -> json.skipChildren();
                }
            }
        }
        ask.lastUser = role.equals("user") ? text : "";
    }

    /** A string, a token, a part or an array of those: counts all and gives the beginning of the first text. */
    private String content() throws IOException {
        ask.hasContent |= json.currentToken() != JsonToken.VALUE_NULL;
        String first = "";
        switch (json.currentToken()) {
            case VALUE_STRING -> {
                ask.chars += json.getTextLength();
                first = beginning();
            }
            case VALUE_NUMBER_INT -> ask.chars += 4;
            case START_OBJECT -> first = part();
            case START_ARRAY -> {
                while (nextElement()) {
                    String text = content();
                    first = first.isEmpty() ? text : first;
                }
            }
            default -> {}
        }
        return first;
    }

    private String part() throws IOException {
        String text = "";
        while (nextField()) {
            boolean isText = json.currentName().equals("text");
            json.nextToken();
            if (isText) {
                text = content();
            } else {
                json.skipChildren();
            }
        }
        return text;
    }

    /** One text, one array of tokens, or an array of such. */
    private void inputs() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            ask.inputHashes.add(input());
            return;
        }
        int tokens = 1;
        boolean isTokenArray = false;
        while (nextElement()) {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                tokens = 31 * tokens + input();
                isTokenArray = true;
            } else {
                ask.inputHashes.add(input());
            }
        }
        if (isTokenArray) {
            ask.inputHashes.add(tokens);
        }
    }

    /** Counts one input and gives a hash of it, so that equal inputs get equal vectors. */
    private int input() throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            int hash = 1;
            while (nextElement()) {
                hash = 31 * hash + input();
            }
            return hash;
        }
        int hash = json.getText().hashCode();
        content();
        return hash;
    }

    private void tools() throws IOException {
        if (opens(JsonToken.START_ARRAY)) {
            while (nextElement()) {
                String name = functionName();
                if (name != null) {
                    ask.tools.add(name);
                }
            }
        }
    }

    private void toolChoice() throws IOException {
        String named = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : functionName();
        ask.toolChoice = named == null ? ask.toolChoice : named;
    }

    /** The name in {@code {"type":"function","function":{"name":...}}}. */
    private @Nullable String functionName() throws IOException {
        String name = null;
        if (opens(JsonToken.START_OBJECT)) {
            while (nextField()) {
                boolean inner = json.currentName().equals("function") && json.nextToken() == JsonToken.START_OBJECT;
                if (inner) {
                    name = nameField();
                } else {
                    skipValue();
                }
            }
        }
        return name;
    }

    private @Nullable String nameField() throws IOException {
        String name = null;
        while (nextField()) {
            boolean isName = json.currentName().equals("name");
            json.nextToken();
            if (isName) {
                name = textOrNull();
            } else {
                json.skipChildren();
            }
        }
        return name;
    }

    /** Skips the value of the present field, whether or not the parser stands on it already. */
    private void skipValue() throws IOException {
        if (json.currentToken() == JsonToken.FIELD_NAME) {
            json.nextToken();
        }
        json.skipChildren();
    }

    /** Whether the present value begins so; a value of another type is skipped. */
    private boolean opens(JsonToken start) throws IOException {
        if (json.currentToken() == start) {
            return true;
        }
        json.skipChildren();
        return false;
    }

    private boolean nextField() throws IOException {
        return json.nextToken() == JsonToken.FIELD_NAME;
    }

    private boolean nextElement() throws IOException {
        return json.nextToken() != JsonToken.END_ARRAY;
    }

    private long number() throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
    }

    private @Nullable String textOrNull() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    private String textOrEmpty() throws IOException {
        String text = textOrNull();
        return text == null ? "" : text;
    }

    private String beginning() throws IOException {
        int length = Math.min(KEPT_CHARS, json.getTextLength());
        return new String(json.getTextCharacters(), json.getTextOffset(), length);
    }
}
