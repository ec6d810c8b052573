package io.keywell.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The same events wherever the network splits them, and none of their bytes is lost. */
public final class SseFramerFuzz {

    private SseFramerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int split = 1 + (input[0] & 0xff) % (input.length - 1);
        List<String> whole = events(input, input.length);
        List<String> parts = events(input, split);
        if (!whole.equals(parts)) {
            throw new IllegalStateException("split at " + split + ": " + whole + " is not " + parts);
        }
    }

    /** Without the line ends around an event: whether a late LF is handed on with it depends on when it comes. */
    private static List<String> events(byte[] input, int split) {
        List<String> events = new ArrayList<>();
        SseSink sink = (bytes, from, to) -> {
            String event = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).replaceAll("\r\n?|\n", "\n");
            String text = event.replaceAll("^\n+|\n+$", "");
            if (!text.isEmpty()) {
                events.add(text);
            }
        };
        SseFramer framer = new SseFramer();
        framer.feed(input, 1, split, sink);
        framer.feed(input, split, input.length, sink);
        framer.finish(sink);
        return events;
    }
}
