package io.keywell.core;

/**
 * A view of bytes that nobody changes: a request's original body, kept as it came so that each attempt is made from it.
 *
 * @param array the backing array; not copied, must not be written
 * @param offset first byte of the view
 * @param length number of bytes of the view
 */
public record Bytes(byte[] array, int offset, int length) {

    private static final int FINGERPRINTED = 2_048;
    private static final int BEGINNING = 2_048;

    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    public Bytes {
        if (offset < 0 || length < 0 || offset + length > array.length) {
            throw new IllegalArgumentException("view " + offset + "+" + length + " of " + array.length + " bytes");
        }
    }

    public static Bytes of(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /** The index after the last byte of the view, in {@link #array()}. */
    public int end() {
        return offset + length;
    }

    /** Tells bodies apart well enough to know one again: from their length, their beginning and their end. */
    public int fingerprint() {
        int part = Math.min(length, FINGERPRINTED);
        int hash = hash(length, offset, offset + part);
        return hash(hash, Math.max(offset + part, end() - FINGERPRINTED), end());
    }

    /** The same for bodies that begin alike, whatever follows. */
    public int beginning() {
        return hash(1, offset, offset + Math.min(length, BEGINNING));
    }

    private int hash(int seed, int from, int to) {
        int hash = seed;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "Bytes[" + length + "]";
    }
}
