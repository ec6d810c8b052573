package io.keywell.protocol.responses;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.TokenEstimate;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one request body, in one pass without a tree. The whole body is checked to be one JSON object; a field
 * that decides the request's way must not be there twice. {@code null} counts as absent.
 */
final class RequestScan {

    private static final int MODEL = 1;
    private static final int STREAM = 2;
    private static final int CAP = 4;
    private static final int INPUT = 8;

    private final JsonScan scan = JsonScan.strict();
    private final int origin;

    private @Nullable GatewayError error;
    private int seen;

    private String model = "";
    private int modelStart = -1;
    private int modelEnd = -1;
    private boolean stream;
    private long maxOutputTokens = -1;
    private long inputTokens;
    private @Nullable String previous;

    RequestScan(Bytes body) {
        origin = body.offset();
        scan.reset(body.array(), body.offset(), body.end());
    }

    Asked read() {
        if (scan.openObject()) {
            while (error == null && scan.nextField()) {
                field();
            }
        }
        if (error == null && scan.atEnd() && modelStart < 0) {
            mistake("The field 'model' is missing.", "model");
        }
        GatewayError mistake = scan.problem() != null ? syntax(scan.problem()) : error;
        return mistake != null ? new Asked.Malformed(mistake) : new Asked.Parsed(model, stream, facts());
    }

    private RequestFacts facts() {
        return new RequestFacts(inputTokens, maxOutputTokens, modelStart, modelEnd, -1, -1, true, previous);
    }

    private void field() {
        if (scan.keyIs("model")) {
            once(MODEL, "model");
            model();
        } else if (scan.keyIs("stream")) {
            once(STREAM, "stream");
            stream();
        } else if (scan.keyIs("max_output_tokens")) {
            once(CAP, "max_output_tokens");
            cap();
        } else if (scan.keyIs("input")) {
            once(INPUT, "input");
            input();
        } else if (scan.keyIs("previous_response_id") && scan.peek() == '"') {
            previous = scan.string() ? scan.tokenText() : null;
        } else if (scan.keyIs("instructions")) {
            scan.text().clear();
            scan.value();
            inputTokens += TokenEstimate.ofBytes(scan.text().bytes());
        } else if (scan.keyIs("tools") || scan.keyIs("text")) {
            schema();
        } else {
            scan.value();
        }
    }

    private void once(int bit, String name) {
        if ((seen & bit) != 0) {
            mistake("The field '" + name + "' is there twice.", name);
        }
        seen |= bit;
    }

    private void model() {
        if (scan.peek() == '"' && scan.string()) {
            model = scan.tokenText();
            modelStart = scan.tokenStart() - origin;
            modelEnd = scan.tokenEnd() - origin;
            if (model.isBlank()) {
                mistake("The field 'model' must not be empty.", "model");
            }
        } else {
            nothingBut("model", "a string");
        }
    }

    private void stream() {
        int first = scan.peek();
        if (first == 't' || first == 'f') {
            stream = scan.value() && first == 't';
        } else {
            nothingBut("stream", "a boolean");
        }
    }

    private void cap() {
        int first = scan.peek();
        if (first == 'n' || first == '"' || first == '{' || first == '[' || first == 't' || first == 'f') {
            nothingBut("max_output_tokens", "an integer");
            return;
        }
        maxOutputTokens = scan.value() ? scan.tokenWhole() : -1;
        if (maxOutputTokens < 0) {
            mistake(
                    "Invalid value for 'max_output_tokens': expected an integer that is not negative.",
                    "max_output_tokens");
        }
    }

    /** A string, or an array of items. */
    private void input() {
        scan.text().clear();
        int items = 1;
        if (scan.peek() == '[') {
            items = 0;
            scan.openArray();
            while (scan.nextElement()) {
                scan.value();
                items++;
            }
        } else if (scan.peek() == '"') {
            scan.value();
        } else {
            nothingBut("input", "a string or an array");
        }
        inputTokens += TokenEstimate.ofMessages(scan.text(), items);
    }

    /** Tools and output schemas are shown to the model about as they are written. */
    private void schema() {
        int start = scan.peek() == 'n' ? -1 : scan.position();
        if (scan.value() && start >= 0) {
            inputTokens += TokenEstimate.ofBytes((long) scan.position() - start);
        }
    }

    /** Takes a null; any other value is a mistake. */
    private void nothingBut(String name, String expected) {
        boolean nothing = scan.peek() == 'n';
        scan.value();
        if (!nothing) {
            mistake("Invalid type for '" + name + "': expected " + expected + ".", name);
        }
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
