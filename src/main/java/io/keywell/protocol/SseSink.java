package io.keywell.protocol;

/** Receives the events of a stream, in order. */
@FunctionalInterface
public interface SseSink {

    /**
     * One event as it came, with the line ends and the blank line that closes it; or one blank line alone. All ranges
     * of a stream, put together, are the stream.
     *
     * @param array not written again by the framer, so the range may be kept
     */
    void event(byte[] array, int from, int to);
}
