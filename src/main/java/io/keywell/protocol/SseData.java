package io.keywell.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The payload of one server-sent event. Used again for each event of a stream; it copies only when the data has several
 * lines.
 */
public final class SseData {

    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int from;
    private int to;
    private boolean present;
    private boolean error;
    private byte[] named = NOTHING;
    private int nameFrom;
    private int nameTo;

    /** Finds the payload of the event in {@code event[start..end)}. */
    public void read(byte[] event, int start, int end) {
        present = false;
        error = false;
        array = event;
        from = start;
        to = start;
        named = event;
        nameFrom = start;
        nameTo = start;
        int line = start;
        while (line < end) {
            int lineEnd = ByteScan.lineEnd(event, line, end);
            field(event, line, lineEnd, end);
            line = lineEnd + 1;
        }
    }

    private void field(byte[] event, int line, int end, int eventEnd) {
        if (named(event, line, end, "data")) {
            int value = value(event, line + 4, end);
            if (present) {
                append(event, value, end, eventEnd);
            } else {
                present = true;
                from = value;
                to = end;
            }
        } else if (named(event, line, end, "event")) {
            nameFrom = value(event, line + 5, end);
            nameTo = end;
            error = nameIs("error");
        }
    }

    private static boolean named(byte[] event, int line, int end, String name) {
        int colon = line + name.length();
        return colon <= end && JsonStrings.equal(event, line, colon, name) && (colon == end || event[colon] == ':');
    }

    /** Where the value starts, past the colon and one space. */
    private static int value(byte[] event, int colon, int end) {
        int i = Math.min(colon + 1, end);
        return i < end && event[i] == ' ' ? i + 1 : i;
    }

    /** Joins a further line to the data; at the second one room is made for all that may come. */
    private void append(byte[] event, int value, int end, int eventEnd) {
        if (array == event) {
            array = Arrays.copyOfRange(event, from, eventEnd + 1);
            to -= from;
            from = 0;
        }
        array[to++] = '\n';
        System.arraycopy(event, value, array, to, end - value);
        to += end - value;
    }

    /** Whether there is any data; comments alone have none. */
    public boolean present() {
        return present;
    }

    /** Whether the event calls itself an error. */
    public boolean namedError() {
        return error;
    }

    /** Whether the event calls itself {@code ascii}. */
    public boolean nameIs(String ascii) {
        return JsonStrings.equal(named, nameFrom, nameTo, ascii);
    }

    /** What the event calls itself, empty when it does not. */
    public String name() {
        return new String(named, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
    }

    public byte[] array() {
        return array;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** Whether the data starts with {@code ascii}. */
    public boolean startsWith(String ascii) {
        int prefixEnd = from + ascii.length();
        return prefixEnd <= to && JsonStrings.equal(array, from, prefixEnd, ascii);
    }
}
