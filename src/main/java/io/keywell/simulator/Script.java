package io.keywell.simulator;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body as a play: what is written, when, and how it ends.
 *
 * @param frames one write each
 * @param announced the content-length of the head; {@link #CHUNKED} = none
 * @param encoding the content-encoding of the head; null = none
 */
record Script(
        String contentType,
        List<Buffer> frames,
        Ending ending,
        int announced,
        Rhythm rhythm,
        @Nullable String encoding) {

    static final int CHUNKED = -1;

    Script(String contentType, List<Buffer> frames, Ending ending, int announced, Rhythm rhythm) {
        this(contentType, frames, ending, announced, rhythm, null);
    }

    enum Ending {
        /** The message ends properly. */
        END,
        /** The connection is closed in the middle of the message. */
        CUT,
        /** The connection is reset. */
        RESET,
        /** Nothing more comes. */
        SILENCE
    }

    /** Milliseconds to the head and first frame, and between frames. */
    record Rhythm(long first, long interval) {}

    Script {
        frames = List.copyOf(frames);
    }

    /** The same compressed, each frame as soon as it is there. */
    Script compressed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Buffer> changed = new ArrayList<>(frames.size());
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, true)) {
            for (Buffer frame : frames) {
                gzip.write(frame.getBytes());
                gzip.flush();
                changed.add(Buffer.buffer(bytes.toByteArray()));
                bytes.reset();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        changed.add(Buffer.buffer(bytes.toByteArray()));
        return new Script(contentType, changed, ending, CHUNKED, rhythm, "gzip");
    }

    /** The same bytes one by one. */
    Script dripping(int gapMillis) {
        List<Buffer> drops = new ArrayList<>();
        for (Buffer frame : frames) {
            for (int i = 0; i < frame.length(); i++) {
                drops.add(frame.getBuffer(i, i + 1));
            }
        }
        return new Script(contentType, drops, ending, announced, new Rhythm(rhythm.first(), gapMillis));
    }

    /** The last frame without the second of its line ends. */
    Script withoutFinalBlank() {
        List<Buffer> changed = new ArrayList<>(frames);
        Buffer last = changed.remove(changed.size() - 1);
        changed.add(last.getBuffer(0, last.length() - 2));
        return new Script(contentType, changed, ending, announced, rhythm);
    }

    /** The last frame once more. */
    Script endingTwice() {
        List<Buffer> changed = new ArrayList<>(frames);
        changed.add(frames.get(frames.size() - 1));
        return new Script(contentType, changed, ending, announced, rhythm);
    }

    /** Cuts each frame inside its characters of more than one byte. */
    static List<Buffer> splitInsideCharacters(List<Buffer> frames) {
        List<Buffer> parts = new ArrayList<>();
        for (Buffer frame : frames) {
            int from = 0;
            for (int i = 1; i < frame.length(); i++) {
                boolean continues = (frame.getByte(i) & 0xC0) == 0x80;
                if (continues) {
                    parts.add(frame.getBuffer(from, i));
                    from = i;
                }
            }
            parts.add(frame.getBuffer(from, frame.length()));
        }
        return parts;
    }
}
