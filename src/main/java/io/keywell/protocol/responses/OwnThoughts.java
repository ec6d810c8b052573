package io.keywell.protocol.responses;

import io.keywell.core.Bytes;
import io.keywell.protocol.JsonScan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reasoning items that this gateway made of the thoughts of another dialect's model. A caller sends them back with its next
 * turn; a provider of this dialect, reached again by then, knows no such item and refuses the request. So they are cut out
 * of a request that is carried as it is.
 */
final class OwnThoughts {

    /** Begins the id of every such item and of no other. */
    static final String ID_PREFIX = "rs_keywell_";

    private static final byte[] MARK = ('"' + ID_PREFIX).getBytes(StandardCharsets.US_ASCII);

    private OwnThoughts() {}

    /** The same object when there are none, which costs one look through the bytes. */
    static Bytes cut(Bytes body) {
        if (!marked(body.array(), body.offset(), body.end())) {
            return body;
        }
        JsonScan scan = JsonScan.lenient();
        scan.reset(body.array(), body.offset(), body.end());
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("input") && scan.peek() == '[') {
                return cutItems(body, scan);
            }
            scan.value();
        }
        return body;
    }

    /** @param scan stands before the array */
    private static Bytes cutItems(Bytes body, JsonScan scan) {
        byte[] in = body.array();
        byte[] out = new byte[body.length()];
        int items = scan.position() + 1;
        int written = copy(in, body.offset(), items, out, 0);
        boolean first = true;
        scan.openArray();
        while (scan.nextElement()) {
            scan.peek();
            int start = scan.position();
            boolean own = own(scan);
            if (!own) {
                if (!first) {
                    out[written++] = ',';
                }
                first = false;
                written = copy(in, start, scan.position(), out, written);
            }
        }
        if (scan.problem() != null) {
            return body;
        }
        written = copy(in, scan.position() - 1, body.end(), out, written);
        return new Bytes(out, 0, written);
    }

    /** Takes an item. */
    private static boolean own(JsonScan scan) {
        if (scan.peek() != '{') {
            scan.value();
            return false;
        }
        boolean own = false;
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("id") && scan.peek() == '"') {
                own |= scan.string() && scan.tokenText().startsWith(ID_PREFIX);
            } else {
                scan.value();
            }
        }
        return own;
    }

    private static int copy(byte[] in, int from, int to, byte[] out, int at) {
        System.arraycopy(in, from, out, at, to - from);
        return at + to - from;
    }

    private static boolean marked(byte[] bytes, int from, int end) {
        for (int i = from; i <= end - MARK.length; i++) {
            if (bytes[i] == 'r'
                    && bytes[i + 2] == '_'
                    && i > from
                    && Arrays.equals(bytes, i - 1, i - 1 + MARK.length, MARK, 0, MARK.length)) {
                return true;
            }
        }
        return false;
    }
}
