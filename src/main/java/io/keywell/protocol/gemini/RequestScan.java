package io.keywell.protocol.gemini;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.Protocol.PathWords;
import io.keywell.protocol.TokenEstimate;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one request body, in one pass over its bytes and without a tree. The whole body is checked to be one JSON
 * object; only what decides the request's way is looked at. The first mistake found is the one that is told.
 *
 * <p>A field that is read must not be there twice, in whichever spelling: parsers differ in which one they take.
 */
final class RequestScan {

    private final JsonScan scan = JsonScan.strict();
    private final RequestField contentField;
    private final PathWords path;
    private final int origin;

    private @Nullable GatewayError error;
    private int seen;

    private boolean content;
    private String bodyModel = "";
    private int modelStart = -1;
    private int modelEnd = -1;
    private long inputTokens;
    private long maxOutput = -1;
    private long candidates = 1;

    RequestScan(Operation operation, Bytes body, PathWords path) {
        this.contentField = switch (operation) {
            case EMBEDDINGS -> RequestField.CONTENT;
            case BATCH_EMBEDDINGS -> RequestField.REQUESTS;
            default -> RequestField.CONTENTS;
        };
        this.path = path;
        this.origin = body.offset();
        scan.reset(body.array(), body.offset(), body.end());
    }

    Asked read() {
        if (scan.openObject()) {
            while (error == null && scan.nextField()) {
                RequestField field = RequestField.at(scan);
                if (field == null) {
                    scan.value();
                } else {
                    take(field);
                }
            }
        }
        String model = path.model() == null ? bodyModel : path.model();
        if (error == null && scan.atEnd()) {
            if (!content) {
                mistake("The field '" + contentField.camel + "' is missing.", contentField.camel);
            } else if (model.isBlank()) {
                mistake("The model is missing.", "model");
            }
        }
        GatewayError wrong = scan.problem() != null ? syntax(scan.problem()) : error;
        return wrong != null ? new Asked.Malformed(wrong) : new Asked.Parsed(model, path.stream(), facts());
    }

    /** Streams always tell their usage, and a caller of this dialect expects it. */
    private RequestFacts facts() {
        long all = maxOutput < 0 ? -1 : Math.min(Integer.MAX_VALUE, maxOutput * candidates);
        return new RequestFacts(inputTokens, all, modelStart, modelEnd, -1, -1, true);
    }

    private void take(RequestField field) {
        int bit = 1 << field.ordinal();
        if ((seen & bit) != 0) {
            mistake("The field '" + field.camel + "' is there twice.", field.camel);
            return;
        }
        seen |= bit;
        switch (field) {
            case MODEL -> model();
            case GENERATION_CONFIG -> generationConfig();
            case SYSTEM_INSTRUCTION -> text(0);
            case TOOLS -> schema();
            case GENERATE_CONTENT_REQUEST -> {
                content |= contentField == RequestField.CONTENTS && scan.peek() == '{';
                text(0);
            }
            case CONTENTS, CONTENT, REQUESTS -> {
                if (field == contentField) {
                    content(field);
                } else {
                    scan.value();
                }
            }
        }
    }

    private void model() {
        if (scan.peek() == '"' && scan.string()) {
            bodyModel = ModelNames.plain(scan.tokenText());
            modelStart = scan.tokenStart() - origin;
            modelEnd = scan.tokenEnd() - origin;
        } else if (scan.peek() == 'n') {
            scan.value();
        } else {
            scan.value();
            mistake("Invalid type for 'model': expected a string.", "model");
        }
    }

    private void content(RequestField field) {
        boolean list = field != RequestField.CONTENT;
        if (scan.peek() != (list ? '[' : '{')) {
            scan.value();
            String expected = list ? "an array" : "an object";
            mistake("Invalid type for '" + field.camel + "': expected " + expected + ".", field.camel);
            return;
        }
        content = true;
        if (!list) {
            text(1);
            return;
        }
        int count = 0;
        scan.text().clear();
        scan.openArray();
        while (scan.nextElement()) {
            scan.value();
            count++;
        }
        if (count == 0) {
            mistake("The field '" + field.camel + "' must not be empty.", field.camel);
        }
        inputTokens += TokenEstimate.ofMessages(scan.text(), count);
    }

    private void text(int messages) {
        scan.text().clear();
        scan.value();
        inputTokens += TokenEstimate.ofMessages(scan.text(), messages);
    }

    /** Tools and output schemas are shown to the model about as they are written. */
    private void schema() {
        scan.peek();
        int start = scan.position();
        if (scan.value()) {
            inputTokens += TokenEstimate.ofBytes((long) scan.position() - start);
        }
    }

    private void generationConfig() {
        if (scan.peek() != '{') {
            scan.value();
            return;
        }
        boolean capped = false;
        scan.openObject();
        while (error == null && scan.nextField()) {
            if (scan.keyIs("maxOutputTokens") || scan.keyIs("max_output_tokens")) {
                if (capped) {
                    mistake("The field 'maxOutputTokens' is there twice.", "generationConfig.maxOutputTokens");
                }
                capped = true;
                maxOutput = whole();
            } else if (scan.keyIs("candidateCount") || scan.keyIs("candidate_count")) {
                candidates = Math.max(candidates, whole());
            } else if (scan.keyIs("responseSchema")
                    || scan.keyIs("responseJsonSchema")
                    || scan.keyIs("response_schema")
                    || scan.keyIs("response_json_schema")) {
                schema();
            } else {
                scan.value();
            }
        }
    }

    /** A whole number, also in quotes as protocol buffers allow; -1 for anything else, which the provider will refuse. */
    private long whole() {
        int first = scan.peek();
        if (first == '"' && scan.string()) {
            String digits = scan.tokenText();
            return digits.matches("\\d{1,9}") ? Long.parseLong(digits) : -1;
        }
        boolean number = first >= '0' && first <= '9';
        return scan.value() && number ? scan.tokenWhole() : -1;
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
