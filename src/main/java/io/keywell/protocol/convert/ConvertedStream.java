package io.keywell.protocol.convert;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.TokenEstimate;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventReader;
import io.keywell.protocol.chat.ChatSides.EventWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One stream that crosses dialects, event by event: what each provider's event is to the commit gate, and what the caller
 * gets for it. On one thread.
 *
 * <p>After each {@link #read} and after {@link #end}, {@link #output} holds the caller's bytes for it, maybe none. An
 * {@link StreamEvents.Kind#ERROR} has no bytes of its own; what the same event still generated before stands there.
 */
public final class ConvertedStream implements StreamEvents {

    private static final byte[] NOTHING = {};

    private final EventReader reader;
    private final EventWriter writer;

    private byte[] output = NOTHING;
    private int outputLength;
    /** Whether the output's array was made here. */
    private boolean joined;

    private Kind kind = Kind.COMMENT;
    private Bytes failure = Bytes.EMPTY;
    private boolean finished;
    private @Nullable Usage usage;
    private long textBytes;
    private long contentEvents;

    ConvertedStream(EventReader reader, EventWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public Kind read(byte[] event, int from, int to) {
        begin();
        reader.read(event, from, to, this::take);
        return kind;
    }

    /** The provider closed the connection. What is left open is ended; {@link Kind#ERROR} when the stream was cut off. */
    public Kind end() {
        begin();
        reader.end(this::take);
        return kind;
    }

    /** What was read last, or how it ended. */
    public Kind kind() {
        return kind;
    }

    /** What the caller gets for what was read last. Nobody writes them again. */
    public Bytes output() {
        return outputLength == 0 ? Bytes.EMPTY : new Bytes(output, 0, outputLength);
    }

    /** The provider's error, after {@link Kind#ERROR}; empty when it was cut off. */
    @Override
    public Bytes data() {
        return failure;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public @Nullable Usage usage() {
        return usage;
    }

    @Override
    public long outputEstimate() {
        return Math.max(contentEvents, TokenEstimate.ofBytes(textBytes));
    }

    private void begin() {
        kind = Kind.COMMENT;
        output = NOTHING;
        outputLength = 0;
        joined = false;
    }

    private void take(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            content(delta.text());
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            content(delta.text());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            content(delta.text());
        } else if (event instanceof ChatEvent.ToolArguments delta) {
            content(delta.json());
        } else if (event instanceof ChatEvent.ToolCallStarted call) {
            content(call.name());
        } else if (event instanceof ChatEvent.UsageTold told) {
            usage = told.usage();
            rise(Kind.ROLE_ONLY);
        } else if (event instanceof ChatEvent.Finished) {
            finished = true;
            rise(Kind.CONTENT);
        } else if (event instanceof ChatEvent.Completed) {
            rise(Kind.DONE);
        } else if (event instanceof ChatEvent.Failed failed) {
            failure = failed.error();
            rise(Kind.ERROR);
        } else {
            rise(Kind.ROLE_ONLY);
        }
        append(writer.write(event));
    }

    private void content(String text) {
        contentEvents++;
        textBytes += utf8Length(text);
        rise(Kind.CONTENT);
    }

    /** Of several things in one event the weightiest tells what it is. */
    private void rise(Kind next) {
        if (weight(next) > weight(kind)) {
            kind = next;
        }
    }

    private static int weight(Kind kind) {
        return switch (kind) {
            case COMMENT, OTHER -> 0;
            case ROLE_ONLY, USAGE_ONLY -> 1;
            case CONTENT -> 2;
            case DONE -> 3;
            case ERROR -> 4;
        };
    }

    private void append(Bytes bytes) {
        if (bytes.length() == 0) {
            return;
        }
        if (outputLength == 0 && bytes.offset() == 0) {
            output = bytes.array();
            outputLength = bytes.length();
            return;
        }
        int length = outputLength + bytes.length();
        // The first piece is not ours to write behind. Then doubled: one event may say thousands of things.
        if (!joined || length > output.length) {
            output = Arrays.copyOf(output, Math.max(length, 2 * outputLength));
            joined = true;
        }
        System.arraycopy(bytes.array(), bytes.offset(), output, outputLength, bytes.length());
        outputLength = length;
    }

    private static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return length;
    }
}
