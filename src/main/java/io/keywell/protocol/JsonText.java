package io.keywell.protocol;

/**
 * What a scan saw in the values it took, for estimates of tokens: text, numbers, and media that are carried as text.
 * Field names are not counted.
 */
public final class JsonText {

    /** A string of at least this many bytes, all of the base64 alphabet, is taken for a file rather than for prose. */
    private static final int BLOB = 2048;

    private static final int BLOB_SAMPLE = 256;
    private static final String DATA_URL = "data:";

    private long bytes;
    private int numbers;
    private int media;

    JsonText() {}

    public void clear() {
        bytes = 0;
        numbers = 0;
        media = 0;
    }

    /** UTF-8 bytes of all strings but the media, as they are after decoding; an escaped code unit counts as three. */
    public long bytes() {
        return bytes;
    }

    public int numbers() {
        return numbers;
    }

    /** Pictures, sound and files: data URLs, any string in a field {@code url}, long runs of base64. */
    public int media() {
        return media;
    }

    void number() {
        numbers++;
    }

    void string(byte[] array, int from, int end, int shrink, boolean url) {
        if (url || startsAsDataUrl(array, from, end) || (end - from >= BLOB && startsAsBase64(array, from))) {
            media++;
        } else {
            bytes += end - from - shrink;
        }
    }

    private static boolean startsAsDataUrl(byte[] array, int from, int end) {
        return end - from > DATA_URL.length()
                && array[from] == 'd'
                && JsonStrings.equal(array, from, from + DATA_URL.length(), DATA_URL);
    }

    private static boolean startsAsBase64(byte[] array, int from) {
        for (int i = from; i < from + BLOB_SAMPLE; i++) {
            byte b = array[i];
            boolean letter = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
            boolean other = (b >= '0' && b <= '9') || b == '+' || b == '/' || b == '-' || b == '_';
            if (!letter && !other) {
                return false;
            }
        }
        return true;
    }
}
