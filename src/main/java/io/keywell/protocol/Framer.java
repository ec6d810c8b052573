package io.keywell.protocol;

/** Cuts a transport's bytes into the events of a stream. For one stream, on one thread. */
public interface Framer {

    /**
     * Takes the next bytes and hands on each event that they complete.
     *
     * @return false when the stream cannot be read on; nothing more is handed on then
     */
    boolean feed(byte[] chunk, int from, int to, SseSink sink);

    /** The stream is over: hands on what is left, when it is an event without its end. */
    void finish(SseSink sink);
}
