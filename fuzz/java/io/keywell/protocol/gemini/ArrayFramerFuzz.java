package io.keywell.protocol.gemini;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The same events wherever the network splits the array, each of them one line of data. */
public final class ArrayFramerFuzz {

    private ArrayFramerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        List<String> whole = events(input, Math.max(1, input.length));
        if (!whole.equals(events(input, 1))) {
            throw new IllegalStateException("it depends on the splits");
        }
        for (String event : whole) {
            String data = event.substring("data: {".length(), event.length() - 2);
            if (!event.startsWith("data: {") || !event.endsWith("\n\n") || data.matches("(?s).*[\r\n].*")) {
                throw new IllegalStateException("no line of data: " + event);
            }
        }
    }

    private static List<String> events(byte[] input, int step) {
        List<String> events = new ArrayList<>();
        ArrayFramer framer = new ArrayFramer();
        for (int from = 0; from < input.length; from += step) {
            int to = Math.min(input.length, from + step);
            boolean readable = framer.feed(input, from, to, (bytes, start, end) -> add(events, bytes, start, end));
            if (!readable) {
                return events;
            }
        }
        framer.finish((bytes, start, end) -> add(events, bytes, start, end));
        return events;
    }

    private static void add(List<String> events, byte[] bytes, int start, int end) {
        events.add(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
    }
}
