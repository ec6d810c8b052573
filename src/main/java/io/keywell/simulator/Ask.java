package io.keywell.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a look-alike uses of a request's body; filled by {@link AskReader} alone. */
final class Ask {

    @Nullable
    String model;

    boolean stream;
    boolean includeUsage;
    /** Whether the answer is to begin with thoughts. */
    boolean thinking;
    /** What the caller allows at most; -1 = it did not say. */
    long maxTokens = -1;
    /** Whether the field that the operation needs (messages, prompt, input) was there. */
    boolean hasContent;
    /** Characters of all content; a token of a token array counts as four. */
    long chars;
    /** The beginning of the last message when a user wrote it, else empty. */
    String lastUser = "";

    final List<String> tools = new ArrayList<>(0);
    /** {@code none}, {@code auto}, {@code required} or the name of a tool. */
    String toolChoice = "auto";
    /** One for each input of an embedding. */
    final List<Integer> inputHashes = new ArrayList<>(1);

    /** Whether the caller wants to see thoughts. */
    boolean thoughts;
    /** Whether it was asked by Gemini's OpenAI-compatible route. */
    boolean compatible;

    /** Whether a stream is to be one JSON array. */
    boolean array;

    /** Whether it came by OpenAI's responses API. */
    boolean responses;

    boolean base64;
    long dimensions = -1;

    long promptTokens() {
        return Math.max(1, chars / 4);
    }

    /** The length of the answer. */
    int answerTokens(int usual) {
        return maxTokens < 0 ? usual : (int) Math.max(1, Math.min(usual, maxTokens));
    }

    /** The tool to call: the one that is asked for, else the first that the user speaks of. */
    @Nullable
    String toolToCall() {
        if (tools.isEmpty() || lastUser.isEmpty() || toolChoice.equals("none")) {
            return null;
        }
        if (tools.contains(toolChoice)) {
            return toolChoice;
        }
        for (String tool : tools) {
            if (lastUser.contains(tool)) {
                return tool;
            }
        }
        return toolChoice.equals("required") ? tools.get(0) : null;
    }
}
