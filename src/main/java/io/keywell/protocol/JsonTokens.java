package io.keywell.protocol;

import org.jspecify.annotations.Nullable;

/** The words of JSON: white space, strings, numbers, literals, and what is wrong with them. See {@link JsonScan}. */
sealed class JsonTokens permits JsonScan {

    private static final byte[] NOTHING = {};

    private final boolean strict;

    byte[] bytes = NOTHING;
    int pos;
    /** How many bytes shorter the string taken last becomes when its escapes are decoded; 0 = it has none. */
    int shrink;

    private int origin;
    private int end;
    private int tokenStart;
    private int tokenEnd;
    private @Nullable String problem;
    private int problemAt;

    JsonTokens(boolean strict) {
        this.strict = strict;
    }

    void start(byte[] array, int from, int to) {
        bytes = array;
        origin = from;
        pos = from;
        end = to;
        problem = null;
    }

    /** What is wrong with the bytes, null while nothing is. */
    public @Nullable String problem() {
        return problem;
    }

    /** Where it is wrong, counted from the first byte. */
    public int problemAt() {
        return problemAt - origin;
    }

    /** The array index of the next byte to be read. */
    public int position() {
        return pos;
    }

    /** First array index of the scalar taken last; of a string, its opening quote. */
    public int tokenStart() {
        return tokenStart;
    }

    /** The array index after the scalar taken last. */
    public int tokenEnd() {
        return tokenEnd;
    }

    /** The string taken last, decoded. */
    public String tokenText() {
        return JsonStrings.decode(bytes, tokenStart + 1, tokenEnd - 1);
    }

    /** Whether the string taken last is {@code ascii}, written without escapes. */
    public boolean tokenIs(String ascii) {
        return JsonStrings.equal(bytes, tokenStart + 1, tokenEnd - 1, ascii);
    }

    /**
     * The number taken last: -1 when it is not whole or negative; {@link Integer#MAX_VALUE} also for all that is larger.
     */
    public long tokenWhole() {
        return JsonNumbers.whole(bytes, tokenStart, tokenEnd);
    }

    /** Skips white space and gives the next byte without taking it, -1 at the end and after a problem. */
    public int peek() {
        if (problem != null) {
            return -1;
        }
        byte[] b = bytes;
        int last = end;
        int i = pos;
        while (i < last && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t')) {
            i++;
        }
        pos = i;
        return i < last ? b[i] & 0xFF : -1;
    }

    /** Takes a string. */
    public boolean string() {
        if (peek() != '"') {
            return fail("a string is expected", pos);
        }
        byte[] b = bytes;
        int last = end;
        int lost = 0;
        int i = pos + 1;
        while (true) {
            i = strict ? ByteScan.stringStop(b, i, last) : ByteScan.quoteOrBackslash(b, i, last);
            if (i >= last) {
                return fail("a string is not closed", last);
            }
            if (b[i] == '"') {
                break;
            }
            boolean escape = b[i] == '\\';
            int next = escape ? escape(i) : nonAscii(i);
            if (next < 0) {
                return false;
            }
            lost += escape ? (next - i) >> 1 : 0;
            i = next;
        }
        shrink = lost;
        return token(i + 1);
    }

    /** The index after the escape at {@code at}, negative when it is none. */
    private int escape(int at) {
        int length = JsonStrings.escapeLength(bytes, at, end);
        if (length == 0) {
            fail("an invalid escape in a string", at);
            return -1;
        }
        return at + length;
    }

    /** The index after the run of non-ASCII characters at {@code at}, negative when it is not valid. */
    private int nonAscii(int at) {
        if (bytes[at] >= 0) {
            fail("a control character in a string must be escaped", at);
            return -1;
        }
        int next = Utf8.skipRun(bytes, at, end);
        if (next < 0) {
            fail("invalid UTF-8", ~next);
        }
        return next;
    }

    boolean number() {
        int next = JsonNumbers.skip(bytes, pos, end);
        if (next < 0) {
            return fail(~next == pos ? "a value is expected" : "an invalid number", ~next);
        }
        return token(next);
    }

    boolean literal(String word) {
        int next = Math.min(end, pos + word.length());
        if (!JsonStrings.equal(bytes, pos, next, word)) {
            return fail("a value is expected", pos);
        }
        return token(next);
    }

    private boolean token(int next) {
        tokenStart = pos;
        tokenEnd = next;
        pos = next;
        return true;
    }

    /** Records the first problem; always false. */
    boolean fail(String what, int at) {
        if (problem == null) {
            problem = at >= end ? "it ends too early" : what;
            problemAt = at;
        }
        return false;
    }
}
