package io.keywell.protocol.openai;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.Protocol.Asked.Malformed;
import io.keywell.protocol.Protocol.Asked.Parsed;
import io.keywell.protocol.TokenEstimate;
import org.jspecify.annotations.Nullable;

/** One reading of one request body; see {@link RequestReader}. The first mistake found is the one that is told. */
final class RequestScan {

    private final JsonScan scan = JsonScan.strict();
    private final RequestField contentField;
    private final boolean streamable;
    private final boolean promptMayMiss;
    private final String usualModel;
    private final int origin;

    private @Nullable GatewayError error;
    private int seen;

    private String model = "";
    private int modelStart = -1;
    private int modelEnd = -1;
    private boolean stream;
    private int optionsStart = -1;
    private int optionsEnd = -1;
    private boolean usageAsked;
    private long maxTokens = -1;
    private long maxCompletionTokens = -1;
    private long choices = 1;
    private int prompts = 1;
    private boolean content;
    private long inputTokens;

    RequestScan(Operation operation, Bytes body) {
        contentField = RequestField.contentOf(operation);
        streamable = RequestField.streamable(operation);
        // A completion without a prompt begins with nothing; an image needs one.
        promptMayMiss = operation == Operation.COMPLETIONS;
        usualModel = RequestField.usualModel(operation);
        origin = body.offset();
        scan.reset(body.array(), body.offset(), body.end());
    }

    Asked read() {
        if (scan.openObject()) {
            while (error == null && scan.nextField()) {
                RequestField field = field();
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
        return mistake != null
                ? new Malformed(mistake)
                : new Parsed(modelStart < 0 ? usualModel : model, stream && streamable, facts());
    }

    private @Nullable RequestField field() {
        for (RequestField field : RequestField.all()) {
            if (scan.keyIs(field.json)) {
                return field;
            }
        }
        return null;
    }

    private void take(RequestField field) {
        int bit = 1 << field.ordinal();
        if ((seen & bit) != 0) {
            mistake("The field '" + field.json + "' is there twice.", field.json);
            return;
        }
        seen |= bit;
        switch (field) {
            case MODEL -> model();
            case STREAM -> stream = bool(field.json);
            case STREAM_OPTIONS -> streamOptions();
            case MAX_TOKENS -> maxTokens = count(field);
            case MAX_COMPLETION_TOKENS -> maxCompletionTokens = count(field);
            case N, BEST_OF -> choices = Math.max(choices, count(field));
            case TOOLS, FUNCTIONS, RESPONSE_FORMAT -> schema();
            case MESSAGES, PROMPT, INPUT, DOCUMENTS -> {
                if (field == contentField) {
                    content(field);
                } else {
                    scan.value();
                }
            }
        }
    }

    private void model() {
        boolean text = scan.peek() == '"';
        int from = scan.position() - origin;
        if (text && scan.string()) {
            model = scan.tokenText();
            modelStart = scan.tokenStart() - origin;
            modelEnd = scan.tokenEnd() - origin;
            if (model.isBlank()) {
                mistake("The field 'model' must not be empty.", "model");
            }
        } else if (!nothing()) {
            wrongType("model", "a string");
        } else if (!usualModel.isEmpty()) {
            model = usualModel;
            modelStart = from;
            modelEnd = scan.position() - origin;
        }
    }

    private boolean bool(String name) {
        int first = scan.peek();
        if (first == 't' || first == 'f' || first == 'n') {
            return scan.value() && first == 't';
        }
        wrongType(name, "a boolean");
        return false;
    }

    private void streamOptions() {
        boolean nothing = scan.peek() == 'n';
        int start = scan.position();
        if (nothing ? scan.value() : scan.peek() == '{' && scan.openObject()) {
            boolean asked = false;
            while (!nothing && error == null && scan.nextField()) {
                if (!scan.keyIs("include_usage")) {
                    scan.value();
                } else if (asked) {
                    mistake("The field 'include_usage' is there twice.", "stream_options.include_usage");
                } else {
                    asked = true;
                    usageAsked = bool("stream_options.include_usage");
                }
            }
            optionsStart = start - origin;
            optionsEnd = scan.position() - origin;
        } else {
            wrongType("stream_options", "an object");
        }
    }

    /** A whole number that is not negative; -1 when the field is null. */
    private long count(RequestField field) {
        int first = scan.peek();
        if (first == 'n') {
            scan.value();
            return -1;
        }
        if (first != '-' && (first < '0' || first > '9')) {
            wrongType(field.json, "an integer");
            return -1;
        }
        long value = scan.value() ? scan.tokenWhole() : -1;
        if (value < 0) {
            mistake("Invalid value for '" + field.json + "': expected an integer that is not negative.", field.json);
        }
        return value;
    }

    /** Tools and output schemas are shown to the model about as they are written. */
    private void schema() {
        int start = scan.peek() == 'n' ? -1 : scan.position();
        if (scan.value() && start >= 0) {
            inputTokens += TokenEstimate.ofBytes((long) scan.position() - start);
        }
    }

    private void content(RequestField field) {
        scan.text().clear();
        switch (field) {
            case MESSAGES -> messages();
            case PROMPT -> input(field, promptMayMiss);
            case DOCUMENTS -> documents();
            default -> input(field, false);
        }
    }

    private void messages() {
        if (scan.peek() != '[') {
            if (!nothing()) {
                wrongType("messages", "an array of messages");
            }
            return;
        }
        int count = 0;
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
        content = true;
        inputTokens += TokenEstimate.ofMessages(scan.text(), count);
    }

    /** A string, or an array of strings or token numbers, or of arrays of token numbers. */
    private void input(RequestField field, boolean nullable) {
        int first = scan.peek();
        if (first == '[') {
            scan.openArray();
            int elements = 0;
            boolean tokens = false;
            while (scan.nextElement()) {
                int kind = scan.peek();
                tokens = tokens || (kind != '"' && kind != '[');
                elements++;
                scan.value();
            }
            prompts = tokens ? 1 : Math.max(1, elements);
            if (elements == 0) {
                mistake("The field '" + field.json + "' must not be empty.", field.json);
            }
        } else if (first == '"' || first == 'n') {
            scan.value();
        } else {
            wrongType(field.json, "a string or an array");
        }
        content = first != 'n' || nullable;
        inputTokens += TokenEstimate.ofInput(scan.text());
    }

    /** Texts, or objects with a text. The query beside them is small. */
    private void documents() {
        if (scan.peek() != '[') {
            if (!nothing()) {
                wrongType("documents", "an array");
            }
            return;
        }
        scan.value();
        content = true;
        inputTokens += TokenEstimate.ofInput(scan.text());
    }

    /** Takes a null. */
    private boolean nothing() {
        return scan.peek() == 'n' && scan.value();
    }

    private void requireAll() {
        if (modelStart < 0 && usualModel.isEmpty()) {
            mistake("The field 'model' is missing.", "model");
        } else if (!content) {
            mistake("The field '" + contentField.json + "' is missing.", contentField.json);
        }
    }

    private RequestFacts facts() {
        long cap = maxCompletionTokens >= 0 ? maxCompletionTokens : maxTokens;
        long all = cap < 0 ? -1 : Math.min(Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, cap * choices) * prompts);
        return new RequestFacts(inputTokens, all, modelStart, modelEnd, optionsStart, optionsEnd, usageAsked);
    }

    private void wrongType(String param, String expected) {
        String found =
                switch (scan.peek()) {
                    case '"' -> "a string";
                    case '{' -> "an object";
                    case '[' -> "an array";
                    case 't', 'f' -> "a boolean";
                    case 'n' -> "null";
                    default -> "a number";
                };
        scan.value();
        mistake("Invalid type for '" + param + "': expected " + expected + ", got " + found + ".", param);
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
