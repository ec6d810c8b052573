package io.keywell.protocol.convert;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.RequestDraft;

/** Answers and streams of every dialect, for callers of every other one. A stream is finished, or it is an error. */
public final class AnswerFuzz {

    private AnswerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        for (Dialect from : Dialect.values()) {
            for (Dialect to : Dialect.values()) {
                Conversion pair = Conversions.all().find(from, to);
                if (pair != null && from != Dialect.BEDROCK) {
                    Frame frame = new Frame("id", 0, true, new RequestDraft(from, "model", true).finish());
                    pair.answer(Bytes.of(input), frame);
                    play(pair.stream(frame), input);
                }
            }
        }
    }

    private static void play(ConvertedStream stream, byte[] input) {
        boolean[] failed = {false};
        SseFramer framer = new SseFramer();
        framer.feed(input, 0, input.length, (event, from, to) -> {
            stream.read(event, from, to);
            failed[0] |= stream.kind() == ConvertedStream.Kind.ERROR;
        });
        framer.finish((event, from, to) -> {
            stream.read(event, from, to);
            failed[0] |= stream.kind() == ConvertedStream.Kind.ERROR;
        });
        stream.end();
        if (!failed[0] && !stream.finished() && stream.kind() != ConvertedStream.Kind.ERROR) {
            throw new IllegalStateException("neither finished nor an error");
        }
    }
}
