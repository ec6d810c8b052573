package io.keywell.protocol.openai;

import io.keywell.core.Bytes;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.JsonStrings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes an upstream body from the original one by splicing; every byte that need not change stays. */
final class RequestWriter {

    private static final byte[] NOTHING = {};
    private static final byte[] TRUE = ascii("true");
    private static final byte[] OPTIONS = ascii("{\"include_usage\":true}");
    private static final byte[] MODEL_FIELD = ascii("\"model\":");
    private static final byte[] OPTIONS_FIELD = ascii(",\"stream_options\":{\"include_usage\":true}");
    private static final byte[] USAGE_ONLY = ascii("\"include_usage\":true");
    private static final byte[] USAGE_FIRST = ascii("\"include_usage\":true,");

    private RequestWriter() {}

    /**
     * @param facts as {@link RequestReader} read them from this very body
     * @param askUsage make sure that the answer's stream ends with its usage
     * @return the same object when nothing has to change
     */
    static Bytes write(Bytes body, RequestFacts facts, String upstreamModel, boolean askUsage) {
        Splice model = model(body, facts, upstreamModel);
        Splice usage =
                askUsage && !facts.usageAsked() ? usage(body, facts) : Splice.none(Math.max(0, facts.modelEnd()));
        if (model.changesNothing() && usage.changesNothing()) {
            return body;
        }
        return usage.from < model.from ? splice(body, usage, model) : splice(body, model, usage);
    }

    private static Splice model(Bytes body, RequestFacts facts, String upstreamModel) {
        byte[] quoted = JsonStrings.quote(upstreamModel);
        if (facts.modelStart() < 0) {
            return missing(body, quoted);
        }
        int from = body.offset() + facts.modelStart();
        int to = body.offset() + facts.modelEnd();
        boolean same = Arrays.equals(body.array(), from, to, quoted, 0, quoted.length);
        return same ? Splice.none(facts.modelStart()) : new Splice(facts.modelStart(), facts.modelEnd(), quoted);
    }

    /** As the first field; others follow, or there would be nothing to ask. */
    private static Splice missing(Bytes body, byte[] quoted) {
        int at = body.offset();
        while (body.array()[at] != '{') {
            at++;
        }
        byte[] field = new byte[MODEL_FIELD.length + quoted.length + 1];
        System.arraycopy(MODEL_FIELD, 0, field, 0, MODEL_FIELD.length);
        System.arraycopy(quoted, 0, field, MODEL_FIELD.length, quoted.length);
        field[field.length - 1] = ',';
        int behind = at + 1 - body.offset();
        return new Splice(behind, behind, field);
    }

    private static Splice usage(Bytes body, RequestFacts facts) {
        int start = facts.streamOptionsStart();
        if (start < 0) {
            return new Splice(facts.modelEnd(), facts.modelEnd(), OPTIONS_FIELD);
        }
        int origin = body.offset();
        if (body.array()[origin + start] != '{') {
            return new Splice(start, facts.streamOptionsEnd(), OPTIONS);
        }
        JsonScan scan = JsonScan.lenient();
        scan.reset(body.array(), origin + start, origin + facts.streamOptionsEnd());
        boolean empty = true;
        scan.openObject();
        while (scan.nextField()) {
            empty = false;
            scan.peek();
            int from = scan.position() - origin;
            boolean found = scan.keyIs("include_usage");
            scan.value();
            if (found) {
                return new Splice(from, scan.position() - origin, TRUE);
            }
        }
        return new Splice(start + 1, start + 1, empty ? USAGE_ONLY : USAGE_FIRST);
    }

    /** Both splices done, {@code first} before {@code second}. */
    private static Bytes splice(Bytes body, Splice first, Splice second) {
        byte[] out = new byte[body.length() + first.growth() + second.growth()];
        int at = 0;
        at = copy(body, 0, first.from, out, at);
        at = first.writeTo(out, at);
        at = copy(body, first.to, second.from, out, at);
        at = second.writeTo(out, at);
        copy(body, second.to, body.length(), out, at);
        return Bytes.of(out);
    }

    private static int copy(Bytes body, int from, int to, byte[] out, int at) {
        System.arraycopy(body.array(), body.offset() + from, out, at, to - from);
        return at + to - from;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Puts {@code bytes} in the place of {@code [from, to)}, counted from the body's start. */
    private record Splice(int from, int to, byte[] bytes) {

        static Splice none(int at) {
            return new Splice(at, at, NOTHING);
        }

        boolean changesNothing() {
            return from == to && bytes.length == 0;
        }

        int growth() {
            return bytes.length - (to - from);
        }

        int writeTo(byte[] out, int at) {
            System.arraycopy(bytes, 0, out, at, bytes.length);
            return at + bytes.length;
        }
    }
}
