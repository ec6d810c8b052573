package io.keywell.simulator;

import io.keywell.core.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Thinks of answers: who answered, an echo of what was asked, and filler to the wanted length. */
final class ReplyComposer {

    private static final int ECHOED_CHARS = 80;
    private static final int ARGUMENT_FRAGMENTS = 4;
    private static final String[] FILLER = {
        " alpha", " bravo", " charlie", " delta", " echo", " foxtrot", " golf", " hotel"
    };

    private final String provider;
    private final Answers answers;
    private final int usualTokens;
    private final SimulatedTime time;
    private final AtomicLong ids;

    /** @param ids shared by all look-alikes, so that an id is met once */
    ReplyComposer(String provider, Answers answers, int usualTokens, SimulatedTime time, AtomicLong ids) {
        this.provider = provider;
        this.answers = answers;
        this.usualTokens = usualTokens;
        this.time = time;
        this.ids = ids;
    }

    Reply compose(Operation operation, Ask ask, SimulatedKey key) {
        String tool = operation == Operation.CHAT ? ask.toolToCall() : null;
        String id = answers.id(operation, Long.toHexString(ids.incrementAndGet()));
        return new Reply(ask, operation, id, time.millis() / 1_000, pieces(ask, key, tool), tool);
    }

    private List<String> pieces(Ask ask, SimulatedKey key, @Nullable String tool) {
        return tool == null ? words(ask, key) : fragments(arguments(echo(ask)));
    }

    private List<String> words(Ask ask, SimulatedKey key) {
        int tokens = ask.answerTokens(usualTokens);
        List<String> words = new ArrayList<>(tokens);
        words.add("Simulated " + provider + ", key " + key.alias() + ", heard: " + echo(ask) + ".");
        for (int i = 1; i < tokens; i++) {
            words.add(FILLER[i % FILLER.length]);
        }
        return words;
    }

    private static String echo(Ask ask) {
        String text = ask.lastUser;
        if (text.length() <= ECHOED_CHARS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(ECHOED_CHARS - 1)) ? ECHOED_CHARS - 1 : ECHOED_CHARS;
        return text.substring(0, end);
    }

    private static String arguments(String input) {
        StringBuilder json = new StringBuilder("{\"input\":");
        ErrorAnswer.quote(json, input);
        return json.append('}').toString();
    }

    /** Pieces of a text; a character is not torn. */
    private static List<String> fragments(String text) {
        List<String> fragments = new ArrayList<>(ARGUMENT_FRAGMENTS);
        int step = (text.length() + ARGUMENT_FRAGMENTS - 1) / ARGUMENT_FRAGMENTS;
        int from = 0;
        while (from < text.length()) {
            int end = Math.min(text.length(), from + step);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            fragments.add(text.substring(from, end));
            from = end;
        }
        return fragments;
    }
}
