package io.keywell.protocol.anthropic;

import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Turn;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Turns in the order that Anthropic wants: a user begins, roles alternate, results of tools come first in their turn, no
 * text is blank, and the last words of a model do not end with white space.
 */
final class Turns {

    /** What a user says where a user must say something. */
    private static final Part PLACEHOLDER = Part.Text.of("...");

    private Turns() {}

    /** @param dropped gets earlier thoughts that this family did not think */
    static List<Turn> of(ChatRequest request, Set<Parameter> dropped) {
        List<Turn> turns = new ArrayList<>();
        for (Turn turn : request.alternatingTurns()) {
            List<Part> parts =
                    turn.role() == Role.USER ? resultsFirst(turn.parts()) : ownThoughts(turn.parts(), dropped);
            add(turns, turn.role(), parts);
        }
        if (turns.isEmpty() || turns.get(0).role() == Role.ASSISTANT) {
            turns.add(0, new Turn(Role.USER, List.of(PLACEHOLDER)));
        }
        Turn last = turns.get(turns.size() - 1);
        if (last.role() == Role.ASSISTANT) {
            turns.set(turns.size() - 1, new Turn(Role.ASSISTANT, withoutLastBlanks(last.parts())));
        }
        return turns;
    }

    /** Whether a part is anything that may be sent. */
    static boolean says(Part part) {
        return part instanceof Part.Text text
                ? !text.text().isBlank()
                : !(part instanceof Part.Refusal refusal) || !refusal.text().isBlank();
    }

    private static void add(List<Turn> turns, Role role, List<Part> parts) {
        if (parts.isEmpty()) {
            return;
        }
        Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        if (last != null && last.role() == role) {
            List<Part> both = new ArrayList<>(last.parts());
            both.addAll(parts);
            turns.set(turns.size() - 1, new Turn(role, both));
        } else {
            turns.add(new Turn(role, parts));
        }
    }

    private static List<Part> resultsFirst(List<Part> parts) {
        List<Part> ordered = new ArrayList<>(parts.size());
        parts.stream().filter(Part.ToolResult.class::isInstance).forEach(ordered::add);
        parts.stream()
                .filter(part -> !(part instanceof Part.ToolResult) && says(part))
                .forEach(ordered::add);
        return ordered;
    }

    private static List<Part> ownThoughts(List<Part> parts, Set<Parameter> dropped) {
        List<Part> kept = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part instanceof Part.Reasoning thought && !Blocks.isOwn(thought)) {
                dropped.add(Parameter.EARLIER_REASONING);
            } else if (says(part)) {
                kept.add(part);
            }
        }
        return kept;
    }

    private static List<Part> withoutLastBlanks(List<Part> parts) {
        int last = parts.size() - 1;
        if (!(parts.get(last) instanceof Part.Text text)) {
            return parts;
        }
        List<Part> changed = new ArrayList<>(parts);
        changed.set(last, new Part.Text(text.text().stripTrailing(), text.cache()));
        return changed;
    }
}
