package io.keywell.protocol;

/** Whether a value says anything, as client libraries test it before they believe an error. */
public final class Truth {

    private Truth() {}

    /** Takes the next value; false for null, false, zero and whatever is empty. */
    public static boolean take(JsonScan scan) {
        int first = scan.peek();
        int start = scan.position();
        switch (first) {
            case '{', '[':
                return takeContainer(scan, first);
            case 'n', 'f':
                scan.value();
                return false;
            case '"':
                return scan.value() && scan.position() - start > 2;
            case '0':
                return scan.value() && scan.tokenWhole() != 0;
            default:
                return scan.value();
        }
    }

    private static boolean takeContainer(JsonScan scan, int first) {
        boolean object = first == '{';
        boolean opened = object ? scan.openObject() : scan.openArray();
        boolean filled = opened && (object ? scan.nextField() : scan.nextElement());
        return filled && scan.value() && scan.rest();
    }
}
