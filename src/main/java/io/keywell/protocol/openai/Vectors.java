package io.keywell.protocol.openai;

import io.keywell.core.Bytes;
import io.keywell.protocol.JsonScan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of an answer to a request for embeddings, as lists of numbers or as base64 of 32-bit floats, little-endian.
 * OpenAI's SDKs ask for base64 on their own and do not read anything else; not every vendor has both.
 */
public final class Vectors {

    private static final byte[] NAME = "\"embedding\"".getBytes(StandardCharsets.US_ASCII);

    private final Bytes answer;
    private final List<Vector> found = new ArrayList<>();

    private Vectors(Bytes answer) {
        this.answer = answer;
    }

    /** Positions in the answer's array. */
    private record Vector(long index, int from, int to) {}

    /** Whether a request wants base64. */
    public static boolean asksBase64(Bytes request) {
        JsonScan scan = over(request);
        boolean base64 = false;
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("encoding_format") && scan.peek() == '"') {
                base64 = scan.string() && scan.tokenIs("base64");
            } else {
                scan.value();
            }
        }
        return base64;
    }

    /** How the first vector of an answer begins, {@code '"'} or {@code '['}; 0 when it is not there yet. */
    public static int form(Bytes beginning) {
        for (int at = beginning.offset(); at < beginning.end() - NAME.length; at++) {
            if (Arrays.equals(beginning.array(), at, at + NAME.length, NAME, 0, NAME.length)) {
                int next = past(beginning, at + NAME.length);
                if (next < beginning.end() && beginning.array()[next] == ':') {
                    int value = past(beginning, next + 1);
                    return value < beginning.end() ? beginning.array()[value] : 0;
                }
            }
        }
        return 0;
    }

    private static int past(Bytes bytes, int from) {
        int at = from;
        while (at < bytes.end() && bytes.array()[at] <= ' ') {
            at++;
        }
        return at;
    }

    /** The answer with all vectors in one form; null when it is none. */
    public static @Nullable Bytes encoded(Bytes answer, boolean base64) {
        Vectors vectors = read(answer);
        if (vectors == null) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(answer.length());
        int copied = answer.offset();
        for (Vector vector : vectors.found) {
            boolean is = answer.array()[vector.from] == '"';
            if (is != base64) {
                out.write(answer.array(), copied, vector.from - copied);
                out.writeBytes(base64 ? vectors.base64(vector) : vectors.numbers(vector));
                copied = vector.to;
            }
        }
        out.write(answer.array(), copied, answer.end() - copied);
        return Bytes.of(out.toByteArray());
    }

    /** The vectors as JSON arrays of numbers, in the order of the inputs; null when the answer is none. */
    public static @Nullable List<byte[]> inOrder(Bytes answer) {
        Vectors vectors = read(answer);
        if (vectors == null) {
            return null;
        }
        vectors.found.sort(Comparator.comparingLong(Vector::index));
        return vectors.found.stream().map(vectors::numbers).toList();
    }

    /** Null also for a vector that is neither, so that it need not be looked at again. */
    private static @Nullable Vectors read(Bytes answer) {
        Vectors vectors = new Vectors(answer);
        JsonScan scan = over(answer);
        boolean data = false;
        scan.openObject();
        while (scan.nextField()) {
            if (!scan.keyIs("data") || scan.peek() != '[') {
                scan.value();
                continue;
            }
            data = true;
            scan.openArray();
            while (scan.nextElement()) {
                if (!vectors.take(scan)) {
                    return null;
                }
            }
        }
        try {
            boolean good = data && scan.problem() == null;
            return good && vectors.found.stream().allMatch(vectors::isOne) ? vectors : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private boolean take(JsonScan scan) {
        long index = found.size();
        int from = -1;
        int to = -1;
        if (!scan.openObject()) {
            return false;
        }
        while (scan.nextField()) {
            int first = scan.peek();
            if (scan.keyIs("embedding") && (first == '[' || first == '"')) {
                from = scan.position();
                scan.value();
                to = scan.position();
            } else if (scan.keyIs("index") && first >= '0' && first <= '9') {
                scan.value();
                index = scan.tokenWhole();
            } else {
                scan.value();
            }
        }
        found.add(new Vector(index, from, to));
        return from >= 0 && scan.problem() == null;
    }

    private boolean isOne(Vector vector) {
        return answer.array()[vector.from] == '"' ? decoded(vector).length % 4 == 0 : floats(vector) != null;
    }

    private byte[] decoded(Vector vector) {
        return Base64.getDecoder().decode(text(vector.from + 1, vector.to - 1));
    }

    private byte[] numbers(Vector vector) {
        if (answer.array()[vector.from] != '"') {
            return Arrays.copyOfRange(answer.array(), vector.from, vector.to);
        }
        ByteBuffer floats = ByteBuffer.wrap(decoded(vector)).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder out = new StringBuilder(floats.remaining() * 3).append('[');
        while (floats.hasRemaining()) {
            float value = floats.getFloat();
            // JSON has no word for what is no number.
            out.append(out.length() == 1 ? "" : ",").append(Float.isFinite(value) ? Float.toString(value) : "0");
        }
        return out.append(']').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] base64(Vector vector) {
        List<Float> floats = floats(vector);
        ByteBuffer bytes =
                ByteBuffer.allocate(floats == null ? 0 : 4 * floats.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; floats != null && i < floats.size(); i++) {
            bytes.putFloat(floats.get(i));
        }
        return ('"' + Base64.getEncoder().encodeToString(bytes.array()) + '"').getBytes(StandardCharsets.US_ASCII);
    }

    /** Null when an element is no number. */
    private @Nullable List<Float> floats(Vector vector) {
        List<Float> floats = new ArrayList<>();
        JsonScan scan = over(new Bytes(answer.array(), vector.from, vector.to - vector.from));
        scan.openArray();
        while (scan.nextElement()) {
            int first = scan.peek();
            int start = scan.position();
            if (first != '-' && (first < '0' || first > '9') || !scan.value()) {
                return null;
            }
            floats.add(Float.parseFloat(text(start, scan.position())));
        }
        return floats;
    }

    private String text(int from, int to) {
        return new String(answer.array(), from, to - from, StandardCharsets.US_ASCII);
    }

    private static JsonScan over(Bytes bytes) {
        JsonScan scan = JsonScan.lenient();
        scan.reset(bytes.array(), bytes.offset(), bytes.end());
        return scan;
    }
}
