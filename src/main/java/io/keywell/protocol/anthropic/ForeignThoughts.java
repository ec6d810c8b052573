package io.keywell.protocol.anthropic;

import io.keywell.core.Bytes;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Thoughts of other families' models, shown to a caller of this dialect that wants to see thoughts. Their signature is
 * {@link #SIGNATURE}. A caller sends them back with its next turn; a provider of this dialect, reached by then, refuses a
 * thought that it did not sign, so they are cut out of a request that is carried as it is.
 */
final class ForeignThoughts {

    /** In the place where a provider of this family signs. */
    static final String SIGNATURE = "keywell:unsigned";

    private static final byte[] MARK = ('"' + SIGNATURE + '"').getBytes(StandardCharsets.US_ASCII);

    /** What is left of a turn of nothing else, for no turn may be empty. */
    private static final byte[] PLACEHOLDER =
            "{\"type\":\"text\",\"text\":\"...\"}".getBytes(StandardCharsets.US_ASCII);

    private ForeignThoughts() {}

    /** Others do not expect blocks that are no text. */
    static boolean wanted(ChatRequest request) {
        Thinking thinking = request.thinking();
        return thinking != null && thinking.mode() != Thinking.Mode.OFF && thinking.visible();
    }

    /** The same object when there are none, which costs one look through the bytes. */
    static Bytes cut(Bytes body) {
        if (!marked(body.array(), body.offset(), body.end())) {
            return body;
        }
        Cut cut = new Cut(body);
        return cut.done();
    }

    private static boolean marked(byte[] bytes, int from, int end) {
        for (int i = from; i <= end - MARK.length; i++) {
            if (bytes[i] == '"'
                    && bytes[i + 1] == 'k'
                    && Arrays.equals(bytes, i, i + MARK.length, MARK, 0, MARK.length)) {
                return true;
            }
        }
        return false;
    }

    /** One walk through {@code messages[].content[]}; what stands between two cuts is copied in one piece. */
    private static final class Cut {

        private final Bytes body;
        private final JsonScan scan = JsonScan.lenient();
        private final ByteArrayOutputStream out;
        private int copied;

        Cut(Bytes body) {
            this.body = body;
            this.out = new ByteArrayOutputStream(body.length());
            this.copied = body.offset();
            scan.reset(body.array(), body.offset(), body.end());
        }

        Bytes done() {
            scan.openObject();
            while (scan.nextField()) {
                if (scan.keyIs("messages") && scan.peek() == '[') {
                    scan.openArray();
                    while (scan.nextElement()) {
                        message();
                    }
                } else {
                    scan.value();
                }
            }
            if (scan.problem() != null) {
                return body;
            }
            copyTo(body.end());
            return Bytes.of(out.toByteArray());
        }

        private void message() {
            if (scan.peek() != '{') {
                scan.value();
                return;
            }
            scan.openObject();
            while (scan.nextField()) {
                if (scan.keyIs("content") && scan.peek() == '[') {
                    content();
                } else {
                    scan.value();
                }
            }
        }

        /** A cut block takes the comma before it along, or the one after it where it was the first that stood. */
        private void content() {
            scan.openArray();
            boolean kept = false;
            boolean cut = false;
            int end = scan.position();
            while (scan.nextElement()) {
                scan.peek();
                int start = scan.position();
                boolean foreign = isForeign();
                if (foreign) {
                    copyTo(end);
                    copied = scan.position();
                    cut = true;
                } else {
                    if (!kept && cut) {
                        copied = start;
                    }
                    kept = true;
                }
                end = foreign ? copied : scan.position();
            }
            if (cut && !kept) {
                out.writeBytes(PLACEHOLDER);
            }
        }

        /** Takes a block. */
        private boolean isForeign() {
            if (scan.peek() != '{') {
                scan.value();
                return false;
            }
            boolean foreign = false;
            scan.openObject();
            while (scan.nextField()) {
                if (scan.keyIs("signature") && scan.peek() == '"') {
                    foreign |= scan.string() && scan.tokenIs(SIGNATURE);
                } else {
                    scan.value();
                }
            }
            return foreign;
        }

        private void copyTo(int end) {
            out.write(body.array(), copied, Math.max(0, end - copied));
            copied = Math.max(copied, end);
        }
    }
}
