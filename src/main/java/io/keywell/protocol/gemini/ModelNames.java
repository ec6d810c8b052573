package io.keywell.protocol.gemini;

import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.JsonStrings;
import java.io.ByteArrayOutputStream;

/**
 * The model in bodies: {@code models/NAME} at the top, and again in each part of a batch and in what is counted. The one in
 * the path counts, but a provider refuses a body that names another.
 */
final class ModelNames {

    private static final String PREFIX = "models/";

    private ModelNames() {}

    /** Without the collection in front. */
    static String plain(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    static Bytes replace(Operation operation, Bytes body, RequestFacts facts, String upstreamModel) {
        if (operation == Operation.CHAT && facts.modelStart() < 0) {
            return body;
        }
        byte[] name = JsonStrings.quote(PREFIX + upstreamModel);
        Splices splices = new Splices(body, name);
        JsonScan scan = JsonScan.lenient();
        scan.reset(body.array(), body.offset(), body.end());
        object(scan, operation, splices);
        return splices.done();
    }

    private static void object(JsonScan scan, Operation operation, Splices splices) {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("model") && scan.peek() == '"') {
                scan.string();
                splices.at(scan.tokenStart(), scan.tokenEnd());
            } else if (operation == Operation.BATCH_EMBEDDINGS && scan.keyIs("requests") && scan.peek() == '[') {
                requests(scan, splices);
            } else if (operation == Operation.COUNT_TOKENS && isGenerateContentRequest(scan) && scan.peek() == '{') {
                object(scan, Operation.CHAT, splices);
            } else {
                scan.value();
            }
        }
    }

    private static boolean isGenerateContentRequest(JsonScan scan) {
        return scan.keyIs("generateContentRequest") || scan.keyIs("generate_content_request");
    }

    private static void requests(JsonScan scan, Splices splices) {
        scan.openArray();
        while (scan.nextElement()) {
            if (scan.peek() == '{') {
                object(scan, Operation.EMBEDDINGS, splices);
            } else {
                scan.value();
            }
        }
    }

    /** Puts the name in the place of each range, in their order. */
    private static final class Splices {

        private final Bytes body;
        private final byte[] name;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int copied;

        Splices(Bytes body, byte[] name) {
            this.body = body;
            this.name = name;
            this.copied = body.offset();
        }

        void at(int from, int to) {
            out.write(body.array(), copied, from - copied);
            out.writeBytes(name);
            copied = to;
        }

        Bytes done() {
            if (copied == body.offset()) {
                return body;
            }
            out.write(body.array(), copied, body.end() - copied);
            return Bytes.of(out.toByteArray());
        }
    }
}
