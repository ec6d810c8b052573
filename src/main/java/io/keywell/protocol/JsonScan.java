package io.keywell.protocol;

/**
 * A cursor over JSON bytes that builds nothing: it walks objects and arrays, says where strings, numbers and whole
 * values lie, and checks the grammar as it goes. It allocates nothing after its construction and may be used again for
 * other bytes; it belongs to one thread.
 *
 * <p>How it is used: {@link #reset}, then {@link #openObject()} and {@link #nextField()} until that says false; after
 * each field exactly one value is taken, by {@link #value()}, {@link #string()}, {@link #openObject()} or
 * {@link #openArray()}. Arrays alike, with {@link #nextElement()}. A step that finds the bytes malformed returns false
 * and sets {@link #problem()}, and every later step returns false too.
 *
 * <p>Two manners. <em>Strict</em>, for what callers send: control characters and UTF-8 are checked too, so that what is
 * let through is JSON for any parser. <em>Lenient</em>, for what a provider answered: the structure counts, the
 * characters inside strings are the reader's affair.
 */
public final class JsonScan extends JsonTokens {

    /** Containers that may be open at once. The walk does not recurse; this bounds what later parsers must bear. */
    public static final int MAX_DEPTH = 512;

    private final JsonText text = new JsonText();
    /** One bit for each open container, set for an object. */
    private final long[] kinds = new long[MAX_DEPTH / Long.SIZE];

    private int depth;
    /** Nothing was taken yet in the container that was opened last. */
    private boolean fresh;

    private int keyStart;
    private int keyEnd;
    private boolean keyEscaped;

    private JsonScan(boolean strict) {
        super(strict);
    }

    public static JsonScan strict() {
        return new JsonScan(true);
    }

    public static JsonScan lenient() {
        return new JsonScan(false);
    }

    /** Starts over on {@code array[from..to)}. */
    public void reset(byte[] array, int from, int to) {
        start(array, from, to);
        depth = 0;
        fresh = false;
        text.clear();
    }

    /**
     * Starts over at a field's name, as if the object around it had just been opened. Where the walk then meets the end
     * of that object and of the bytes, the field was one of the outermost object.
     */
    public void resetAtField(byte[] array, int from, int to) {
        reset(array, from, to);
        kinds[0] |= 1;
        depth = 1;
        fresh = true;
    }

    /** Counts of what {@link #value()} and {@link #rest()} took since the last {@link JsonText#clear()}. */
    public JsonText text() {
        return text;
    }

    /** Whether the field that {@link #nextField()} found is {@code ascii}, also when it is written with escapes. */
    public boolean keyIs(String ascii) {
        return keyEscaped
                ? JsonStrings.decode(bytes, keyStart, keyEnd).equals(ascii)
                : JsonStrings.equal(bytes, keyStart, keyEnd, ascii);
    }

    /** Whether only white space is left; anything else is a problem. */
    public boolean atEnd() {
        return problem() == null && (peek() < 0 || fail("unexpected bytes after the JSON value", pos));
    }

    public boolean openObject() {
        return open('{', true, "an object is expected");
    }

    public boolean openArray() {
        return open('[', false, "an array is expected");
    }

    private boolean open(char brace, boolean object, String expected) {
        if (peek() != brace) {
            return fail(expected, pos);
        }
        if (depth == MAX_DEPTH) {
            return fail("it nests deeper than " + MAX_DEPTH + " levels", pos);
        }
        long bit = 1L << depth;
        int word = depth >>> 6;
        kinds[word] = object ? kinds[word] | bit : kinds[word] & ~bit;
        depth++;
        pos++;
        fresh = true;
        return true;
    }

    private boolean inObject() {
        int level = depth - 1;
        return (kinds[level >>> 6] & (1L << level)) != 0;
    }

    private boolean close() {
        depth--;
        pos++;
        fresh = false;
        return false;
    }

    /** Steps to the next field of the open object, past its colon. False at the object's end, which is taken. */
    public boolean nextField() {
        int next = peek();
        if (next == '}') {
            return close();
        }
        if (!fresh) {
            if (next != ',') {
                return fail("',' or '}' is expected", pos);
            }
            pos++;
            next = peek();
        }
        fresh = false;
        if (next != '"') {
            return fail("a field name in double quotes is expected", pos);
        }
        if (!string()) {
            return false;
        }
        keyStart = tokenStart() + 1;
        keyEnd = tokenEnd() - 1;
        keyEscaped = shrink != 0;
        if (peek() != ':') {
            return fail("':' is expected after a field name", pos);
        }
        pos++;
        return true;
    }

    /** Steps to the next element of the open array. False at the array's end, which is taken. */
    public boolean nextElement() {
        int next = peek();
        if (next == ']') {
            return close();
        }
        if (!fresh) {
            if (next != ',') {
                return fail("',' or ']' is expected", pos);
            }
            pos++;
        }
        fresh = false;
        return true;
    }

    /** Takes one value of any kind, however deep. */
    public boolean value() {
        int base = depth;
        return begin(base > 0 && inObject()) && drain(base);
    }

    /** Takes the rest of the container that was opened last, up to and with its end. */
    public boolean rest() {
        return drain(depth - 1);
    }

    /** Walks on until {@code base} containers are open. */
    private boolean drain(int base) {
        while (depth > base) {
            boolean field = inObject();
            if (field ? nextField() : nextElement()) {
                if (!begin(field)) {
                    return false;
                }
            } else if (problem() != null) {
                return false;
            }
        }
        return true;
    }

    /** Takes a scalar whole, or opens a container. */
    private boolean begin(boolean field) {
        switch (peek()) {
            case '"':
                if (!string()) {
                    return false;
                }
                text.string(bytes, tokenStart() + 1, tokenEnd() - 1, shrink, field && keyIs("url"));
                return true;
            case '{':
                return openObject();
            case '[':
                return openArray();
            case 't':
                return literal("true");
            case 'f':
                return literal("false");
            case 'n':
                return literal("null");
            default:
                text.number();
                return number();
        }
    }
}
