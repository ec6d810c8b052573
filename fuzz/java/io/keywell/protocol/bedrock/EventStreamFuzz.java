package io.keywell.protocol.bedrock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The same messages wherever the network splits them, and what cannot be read ends the stream without a throw. */
public final class EventStreamFuzz {

    private EventStreamFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (!events(input, input.length).equals(events(input, input.length / 2))) {
            throw new IllegalStateException("it depends on the splits");
        }
    }

    private static List<String> events(byte[] input, int split) {
        List<String> events = new ArrayList<>();
        EventStreamFramer framer = new EventStreamFramer();
        framer.feed(
                input, 0, split, (bytes, from, to) -> events.add(Arrays.toString(Arrays.copyOfRange(bytes, from, to))));
        framer.feed(
                input,
                split,
                input.length,
                (bytes, from, to) -> events.add(Arrays.toString(Arrays.copyOfRange(bytes, from, to))));
        return events;
    }
}
