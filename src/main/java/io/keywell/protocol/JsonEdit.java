package io.keywell.protocol;

import io.keywell.core.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Edits of a JSON object's own fields; every byte that need not change stays. A body that is no object, or that has
 * nothing to edit, is returned as it is.
 */
public final class JsonEdit {

    private JsonEdit() {}

    /** Whether the object has the field. */
    public static boolean has(Bytes body, String field) {
        return find(body, field) != null;
    }

    /** Takes a field out. */
    public static Bytes without(Bytes body, String field) {
        Found found = find(body, field);
        if (found == null) {
            return body;
        }
        // The first field leaves its comma to the next one, any other takes the comma before it along.
        int to = found.first ? pastComma(body, found.valueEnd) : found.valueEnd;
        return splice(body, found.from, to, "");
    }

    /** Gives a field another name; takes it out when one of that name is there already. */
    public static Bytes renamed(Bytes body, String field, String name) {
        if (has(body, name)) {
            return without(body, field);
        }
        Found found = find(body, field);
        if (found == null) {
            return body;
        }
        String before = found.first ? "" : ",";
        return splice(body, found.from, found.valueStart, before + '"' + name + "\":");
    }

    /** In each object of an array: where a field is this string, makes it another one. Both are plain words. */
    public static Bytes replaced(Bytes body, String array, String field, String from, String to) {
        JsonScan scan = over(body);
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length() + 64);
        int copied = body.offset();
        scan.openObject();
        while (scan.nextField()) {
            if (!scan.keyIs(array) || scan.peek() != '[') {
                scan.value();
                continue;
            }
            scan.openArray();
            while (scan.nextElement()) {
                if (scan.peek() != '{') {
                    scan.value();
                    continue;
                }
                scan.openObject();
                while (scan.nextField()) {
                    boolean here = scan.keyIs(field) && scan.peek() == '"';
                    int start = here ? scan.position() : 0;
                    scan.value();
                    if (here && JsonStrings.equal(body.array(), start + 1, scan.position() - 1, from)) {
                        out.write(body.array(), copied, start + 1 - copied);
                        out.writeBytes(to.getBytes(StandardCharsets.US_ASCII));
                        copied = scan.position() - 1;
                    }
                }
            }
        }
        if (copied == body.offset() || scan.problem() != null) {
            return body;
        }
        out.write(body.array(), copied, body.end() - copied);
        return Bytes.of(out.toByteArray());
    }

    /** In an array: the objects that have this field become its value. */
    public static Bytes unwrapped(Bytes body, String array, String field) {
        JsonScan scan = over(body);
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length());
        int copied = body.offset();
        scan.openObject();
        while (scan.nextField()) {
            if (!scan.keyIs(array) || scan.peek() != '[') {
                scan.value();
                continue;
            }
            scan.openArray();
            while (scan.nextElement()) {
                boolean object = scan.peek() == '{';
                int start = scan.position();
                scan.value();
                Found text = object ? find(new Bytes(body.array(), start, scan.position() - start), field) : null;
                if (text != null) {
                    out.write(body.array(), copied, start - copied);
                    out.write(body.array(), text.valueStart, text.valueEnd - text.valueStart);
                    copied = scan.position();
                }
            }
        }
        if (copied == body.offset() || scan.problem() != null) {
            return body;
        }
        out.write(body.array(), copied, body.end() - copied);
        return Bytes.of(out.toByteArray());
    }

    /**
     * Where a field lies in the array behind the body.
     *
     * @param from after what stands before it: the brace, or the value of the field before
     */
    private record Found(boolean first, int from, int valueStart, int valueEnd) {}

    private static @Nullable Found find(Bytes body, String field) {
        JsonScan scan = over(body);
        boolean first = true;
        int from = 0;
        if (scan.openObject()) {
            from = scan.position();
        }
        while (scan.nextField()) {
            scan.peek();
            int start = scan.position();
            boolean here = scan.keyIs(field);
            if (!scan.value()) {
                return null;
            }
            if (here) {
                return new Found(first, from, start, scan.position());
            }
            first = false;
            from = scan.position();
        }
        return null;
    }

    private static JsonScan over(Bytes body) {
        JsonScan scan = JsonScan.lenient();
        scan.reset(body.array(), body.offset(), body.end());
        return scan;
    }

    private static int pastComma(Bytes body, int at) {
        int i = at;
        while (i < body.end() && body.array()[i] <= ' ') {
            i++;
        }
        return i < body.end() && body.array()[i] == ',' ? i + 1 : at;
    }

    private static Bytes splice(Bytes body, int from, int to, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length() + text.length());
        out.write(body.array(), body.offset(), from - body.offset());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        out.write(body.array(), to, body.end() - to);
        return Bytes.of(out.toByteArray());
    }
}
