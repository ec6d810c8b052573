package io.keywell.protocol.anthropic;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.TokenEstimate;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one request body, in one pass and without a tree. The whole body is checked to be one JSON object; of its
 * fields only those that decide the request's way are looked at. A field that is read must not be there twice: parsers
 * differ in which one they take, and a caller must not be able to show one model to the gateway and another one to the
 * provider. The first mistake found is the one that is told.
 */
final class RequestScan {

    private enum Field {
        MODEL("model"),
        STREAM("stream"),
        MAX_TOKENS("max_tokens"),
        MESSAGES("messages"),
        SYSTEM("system"),
        TOOLS("tools");

        private static final Field[] ALL = values();

        private final String json;

        Field(String json) {
            this.json = json;
        }
    }

    private final JsonScan scan = JsonScan.strict();
    private final boolean counting;
    private final int origin;

    private @Nullable GatewayError error;
    private int seen;

    private String model = "";
    private int modelStart = -1;
    private int modelEnd = -1;
    private boolean stream;
    private long maxTokens = -1;
    private boolean messages;
    private long inputTokens;

    RequestScan(Operation operation, Bytes body) {
        counting = operation == Operation.COUNT_TOKENS;
        origin = body.offset();
        scan.reset(body.array(), body.offset(), body.end());
    }

    Asked read() {
        if (scan.openObject()) {
            while (error == null && scan.nextField()) {
                Field field = field();
                if (field == null) {
                    scan.value();
                } else {
                    take(field);
                }
            }
        }
        if (error == null && scan.atEnd()) {
            requireAll();
        }
        GatewayError mistake = scan.problem() != null ? syntax(scan.problem()) : error;
        return mistake != null ? new Asked.Malformed(mistake) : new Asked.Parsed(model, stream && !counting, facts());
    }

    private @Nullable Field field() {
        for (Field field : Field.ALL) {
            if (scan.keyIs(field.json)) {
                return field;
            }
        }
        return null;
    }

    private void take(Field field) {
        int bit = 1 << field.ordinal();
        if ((seen & bit) != 0) {
            mistake("The field '" + field.json + "' is there twice.", field.json);
            return;
        }
        seen |= bit;
        switch (field) {
            case MODEL -> model();
            case STREAM -> stream();
            case MAX_TOKENS -> maxTokens();
            case MESSAGES -> messages();
            case SYSTEM -> system();
            case TOOLS -> tools();
        }
    }

    private void model() {
        if (scan.peek() != '"') {
            wrongType("model", "a string");
        } else if (scan.string()) {
            model = scan.tokenText();
            modelStart = scan.tokenStart() - origin;
            modelEnd = scan.tokenEnd() - origin;
            if (model.isBlank()) {
                mistake("The field 'model' must not be empty.", "model");
            }
        }
    }

    private void stream() {
        int first = scan.peek();
        if (first == 't' || first == 'f' || first == 'n') {
            stream = scan.value() && first == 't';
        } else {
            wrongType("stream", "a boolean");
        }
    }

    private void maxTokens() {
        int first = scan.peek();
        if (first != '-' && (first < '0' || first > '9')) {
            wrongType("max_tokens", "an integer");
            return;
        }
        maxTokens = scan.value() ? scan.tokenWhole() : -1;
        if (maxTokens < 0) {
            mistake("Invalid value for 'max_tokens': expected an integer that is not negative.", "max_tokens");
        }
    }

    private void messages() {
        if (scan.peek() != '[') {
            wrongType("messages", "an array of messages");
            return;
        }
        int count = 0;
        scan.text().clear();
        scan.openArray();
        while (error == null && scan.nextElement()) {
            if (scan.peek() == '{') {
                scan.value();
                count++;
            } else {
                wrongType("messages[" + count + "]", "an object");
            }
        }
        if (count == 0) {
            mistake("The field 'messages' must not be empty.", "messages");
        }
        messages = true;
        inputTokens += TokenEstimate.ofMessages(scan.text(), count);
    }

    private void system() {
        scan.text().clear();
        scan.value();
        inputTokens += TokenEstimate.ofBytes(scan.text().bytes());
    }

    /** Tools are shown to the model about as they are written. */
    private void tools() {
        int start = scan.peek() == 'n' ? -1 : scan.position();
        if (scan.value() && start >= 0) {
            inputTokens += TokenEstimate.ofBytes((long) scan.position() - start);
        }
    }

    private void requireAll() {
        if (modelStart < 0) {
            missing("model");
        } else if (!messages) {
            missing("messages");
        } else if (maxTokens < 0 && !counting) {
            missing("max_tokens");
        }
    }

    private void missing(String field) {
        mistake("The field '" + field + "' is missing.", field);
    }

    private RequestFacts facts() {
        long output = counting ? 0 : maxTokens;
        return new RequestFacts(inputTokens, output, modelStart, modelEnd, -1, -1, true);
    }

    private void wrongType(String param, String expected) {
        scan.value();
        mistake("Invalid type for '" + param + "': expected " + expected + ".", param);
    }

    /** Says nothing where the syntax is what is wrong. */
    private void mistake(String message, String param) {
        if (error == null && scan.problem() == null) {
            error = GatewayError.invalid(message, param);
        }
    }

    private GatewayError syntax(String problem) {
        return GatewayError.invalid(
                "The request body is not valid JSON: " + problem + ", at byte " + scan.problemAt() + ".", null);
    }
}
